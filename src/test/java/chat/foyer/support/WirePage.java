package chat.foyer.support;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A part of a room's log as it comes over HTTP.
 */
public record WirePage(List<WireEvent> events, long firstSeq, long lastSeq, @Nullable Boolean reset) {

	/**
	 * The numbers of the events.
	 */
	public List<Long> seqs() {
		return this.events.stream().map(WireEvent::seq).toList();
	}

	/**
	 * The events in a few words each.
	 */
	public List<String> lines() {
		return this.events.stream().map(WireEvent::line).toList();
	}

}
