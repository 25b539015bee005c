package chat.foyer.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;

import chat.foyer.support.WireEvent;

/**
 * What one guest said in a room, what the nodes confirmed, and what the guest saw.
 *
 * @param name the username
 * @param said the ids of the messages, in the order in which they were said first
 * @param unordered those of them whose order is not promised: they were refused and said
 * again, or said on several connections at the same time
 * @param confirmed the numbers that nodes gave them, by id
 * @param connections what came over each live connection, in the order in which it came
 * @param shown what a page shows after all, by number
 * @param faults what the guest found out about itself, such as two different answers for
 * one message
 */
record Observation(String name, List<String> said, Set<String> unordered, Map<String, Long> confirmed,
		List<List<WireEvent>> connections, Map<Long, WireEvent> shown, List<String> faults) {
}
