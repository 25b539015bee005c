package chat.foyer.cluster;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import chat.foyer.support.Live;
import chat.foyer.support.Visitor;
import chat.foyer.support.WireEvent;
import chat.foyer.support.WirePage;
import chat.foyer.support.WireReply;
import org.jspecify.annotations.Nullable;

/**
 * A guest who talks in a room and keeps the contract as the page does: connects to a
 * node, reads what was missed, says again what is unconfirmed, and goes to another node
 * when the connection is gone or a message is not answered. Now and then a message is
 * sent once more through another node, as if the answer had been lost.
 */
final class RoamingGuest {

	private static final long SAY_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

	private static final long LOOK_EVERY_MILLIS = 40;

	private static final long PAUSE_MILLIS = 300;

	private static final long ANSWERED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(6);

	private static final int UNCONFIRMED_AT_MOST = 6;

	private static final int RESEND_ONE_OF = 12;

	private static final String UNAVAILABLE = "unavailable";

	private final List<Live> connections = new ArrayList<>();

	private final Map<ClusterNode, Visitor> browsers = new ConcurrentHashMap<>();

	private final Map<String, String> unconfirmed = new LinkedHashMap<>();

	private final List<String> said = new ArrayList<>();

	private final Set<String> unordered = new HashSet<>();

	private final Map<String, Long> confirmed = new ConcurrentHashMap<>();

	private final Set<WireEvent> pages = new LinkedHashSet<>();

	private final List<String> faults = Collections.synchronizedList(new ArrayList<>());

	private final String name;

	private final String room;

	private final Cluster cluster;

	private final Random random;

	private final Visitor visitor;

	private final Thread thread;

	private ClusterNode node;

	private long oldestUnanswered = Long.MAX_VALUE;

	private boolean wasUnavailable;

	private volatile int confirmations;

	private volatile boolean isStopping;

	/**
	 * Lets a guest enter.
	 * @param node where the guest goes first
	 */
	RoamingGuest(String name, String room, Cluster cluster, ClusterNode node, Random random) {
		this.name = name;
		this.room = room;
		this.cluster = cluster;
		this.node = node;
		this.random = random;
		this.visitor = node.visitor().enter(name, room);
		this.thread = new Thread(this::roam, name);
		this.thread.setDaemon(true);
	}

	/**
	 * Begins to talk.
	 */
	void start() {
		this.thread.start();
	}

	/**
	 * How many messages are confirmed.
	 */
	int confirmations() {
		return this.confirmations;
	}

	String name() {
		return this.name;
	}

	/**
	 * Says nothing new. The guest goes on until all is confirmed.
	 */
	void stop() {
		this.isStopping = true;
	}

	/**
	 * Waits until everything is confirmed.
	 */
	void awaitEnd(Duration patience) throws InterruptedException {
		this.thread.join(patience.toMillis());
		if (this.thread.isAlive()) {
			this.thread.interrupt();
			this.faults.add("still waits for answers to " + this.unconfirmed.keySet());
		}
	}

	/**
	 * The number of the last event that the guest has seen.
	 */
	long lastSeq() {
		return shown().lastKey();
	}

	/**
	 * Reads the room's log at a node.
	 */
	List<WireEvent> readLog(ClusterNode from) {
		List<WireEvent> log = new ArrayList<>();
		Visitor here = browser(from);
		for (WirePage page = here.events(this.room, 0); !page.events().isEmpty(); page = here.events(this.room,
				log.get(log.size() - 1).seq())) {
			log.addAll(page.events());
		}
		return log;
	}

	/**
	 * What the guest did and saw. To be called at the end.
	 */
	Observation observation() {
		List<List<WireEvent>> live = this.connections.stream().map((connection) -> connection.events().all()).toList();
		List<String> found = new ArrayList<>(this.faults);
		this.unconfirmed.keySet().forEach((id) -> found.add("message " + id + " got no answer"));
		return new Observation(this.name, List.copyOf(this.said), Set.copyOf(this.unordered),
				Map.copyOf(this.confirmed), live, shown(), found);
	}

	/**
	 * Goes away from all nodes.
	 */
	void leave() {
		this.connections.forEach(RoamingGuest::abandon);
	}

	private void roam() {
		while (!this.isStopping || !this.unconfirmed.isEmpty()) {
			try {
				if (talk(this.node)) {
					return;
				}
			}
			catch (RuntimeException | AssertionError ex) {
				// The node does not answer: to the next one.
			}
			if (Thread.interrupted()) {
				return;
			}
			pause(PAUSE_MILLIS);
			this.node = another();
		}
	}

	/**
	 * Talks at a node.
	 * @return whether everything is said and confirmed
	 */
	private boolean talk(ClusterNode here) {
		Visitor browser = browser(here);
		Live live = browser.live();
		this.connections.add(live);
		this.wasUnavailable = false;
		boolean isDone = false;
		try {
			live.listen(this.room);
			catchUp(browser);
			this.unconfirmed.forEach((id, text) -> live.say(this.room, id, text));
			this.oldestUnanswered = this.unconfirmed.isEmpty() ? Long.MAX_VALUE : System.nanoTime();
			int read = 0;
			long next = System.nanoTime() + this.random.nextLong(SAY_EVERY_NANOS);
			while (live.isOpen() && System.nanoTime() - this.oldestUnanswered < ANSWERED_WITHIN_NANOS) {
				List<WireReply> replies = live.replies().all();
				for (WireReply reply : replies.subList(read, replies.size())) {
					take(reply, live);
				}
				read = replies.size();
				if (this.isStopping && this.unconfirmed.isEmpty()) {
					isDone = true;
					break;
				}
				if (!this.isStopping && System.nanoTime() > next && this.unconfirmed.size() < UNCONFIRMED_AT_MOST) {
					next += SAY_EVERY_NANOS;
					say(live);
				}
				pause(LOOK_EVERY_MILLIS);
			}
		}
		finally {
			if (!isDone) {
				abandon(live);
			}
			if (this.wasUnavailable) {
				// The same may have been answered to these, and not heard any more.
				this.unordered.addAll(this.unconfirmed.keySet());
			}
		}
		return isDone;
	}

	private void say(Live live) {
		String id = UUID.randomUUID().toString();
		String text = this.name + " " + this.said.size();
		this.said.add(id);
		this.unconfirmed.put(id, text);
		if (this.oldestUnanswered == Long.MAX_VALUE) {
			this.oldestUnanswered = System.nanoTime();
		}
		boolean isSaidTwice = this.random.nextInt(RESEND_ONE_OF) == 0;
		if (isSaidTwice) {
			this.unordered.add(id);
		}
		live.say(this.room, id, text);
		if (isSaidTwice) {
			sayElsewhere(id, text);
		}
	}

	/**
	 * Sends a message over HTTP through another node. What counts is its answer, if there
	 * is one.
	 */
	private void sayElsewhere(String id, String text) {
		ClusterNode other = another();
		inBackground(() -> {
			HttpResponse<String> answer = browser(other).sayByScript(this.room, id, text);
			if (answer.statusCode() == 200) {
				long seq = Long.parseLong(answer.body().replaceAll(".*\"seq\":(\\d+).*", "$1"));
				checkAnswer(id, seq);
			}
		});
	}

	private void checkAnswer(String id, long seq) {
		Long before = this.confirmed.put(id, seq);
		if (before != null && before != seq) {
			this.faults.add("message " + id + " was confirmed as " + before + " and as " + seq);
		}
	}

	private void take(WireReply reply, Live live) {
		String id = reply.id();
		if (reply.seq() != null && id != null) {
			checkAnswer(id, reply.seq());
			this.unconfirmed.remove(id);
			this.confirmations = this.confirmed.size();
			this.oldestUnanswered = this.unconfirmed.isEmpty() ? Long.MAX_VALUE : System.nanoTime();
		}
		else if (UNAVAILABLE.equals(reply.error()) && id != null) {
			this.unordered.add(id);
			this.wasUnavailable = true;
			pause(PAUSE_MILLIS);
			String text = this.unconfirmed.get(id);
			if (text != null) {
				live.say(this.room, id, text);
			}
		}
		else {
			this.faults.add("message " + id + " is refused: " + reply.error());
		}
	}

	/**
	 * Reads on from the last event before which none is missing.
	 */
	private void catchUp(Visitor browser) {
		WireEvent last = null;
		for (WireEvent event : shown().values()) {
			if (event.seq() != ((last != null) ? last.seq() + 1 : 1)) {
				break;
			}
			last = event;
		}
		WirePage page = read(browser, last);
		while (!page.events().isEmpty()) {
			this.pages.addAll(page.events());
			last = page.events().get(page.events().size() - 1);
			page = read(browser, last);
		}
	}

	private WirePage read(Visitor browser, @Nullable WireEvent last) {
		String query = (last != null) ? "?after=" + last.seq() + "&at=" + last.at() : "?after=0";
		WirePage page = browser.readEvents(this.room, query);
		if (Boolean.TRUE.equals(page.reset())) {
			this.faults.add("the log is another one after " + last);
		}
		return page;
	}

	/**
	 * The events by their numbers, from wherever they came.
	 */
	private SortedMap<Long, WireEvent> shown() {
		TreeMap<Long, WireEvent> shown = new TreeMap<>();
		this.connections.forEach((connection) -> connection.events().all().forEach((event) -> show(event, shown)));
		this.pages.forEach((event) -> show(event, shown));
		return shown;
	}

	private void show(WireEvent event, Map<Long, WireEvent> shown) {
		WireEvent before = shown.put(event.seq(), event);
		if (before != null && !before.equals(event)) {
			this.faults.add("number " + event.seq() + " is " + before + " and " + event);
		}
	}

	/**
	 * The guest's browser at a node.
	 */
	private Visitor browser(ClusterNode at) {
		return this.browsers.computeIfAbsent(at, (some) -> some.visitor(this.visitor));
	}

	private ClusterNode another() {
		List<ClusterNode> others = this.cluster.rotation().stream().filter((other) -> other != this.node).toList();
		return others.isEmpty() ? this.node : others.get(this.random.nextInt(others.size()));
	}

	/**
	 * Closes a connection without waiting for a node that may be paused.
	 */
	private static void abandon(Live live) {
		if (live.isOpen()) {
			inBackground(live::close);
		}
	}

	private static void inBackground(Runnable task) {
		Thread background = new Thread(() -> {
			try {
				task.run();
			}
			catch (RuntimeException | AssertionError ex) {
				// The node does not answer.
			}
		}, "guest-background");
		background.setDaemon(true);
		background.start();
	}

	private static void pause(long millis) {
		try {
			TimeUnit.MILLISECONDS.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
