package chat.foyer.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Many members on one thread, which is all that a machine shared with the server can
 * spare for them.
 */
final class Crowd implements AutoCloseable {

	private static final int BUFFER = 256 * 1024;

	/**
	 * More than this would look like an attack.
	 */
	private static final int CONNECTING_AT_ONCE = 16;

	private static final long LOOK_AT_BEATS_EVERY = TimeUnit.MILLISECONDS.toNanos(50);

	private static final Duration QUIET = Duration.ofMillis(500);

	private final List<InetSocketAddress> servers;

	private final int receiveBuffer;

	private final int opcode;

	private final Selector selector = Selector.open();

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

	private final byte[] shared = new byte[BUFFER];

	private final Stamp stamp = new Stamp();

	private final List<Member> members = new ArrayList<>();

	private final Map<Member, Long> closedAt = new HashMap<>();

	private final Map<String, Integer> firstNodes = new HashMap<>();

	private final Map<String, Integer> places = new HashMap<>();

	private final List<Crowd> idle = new ArrayList<>();

	private Tally tally = new Tally();

	private Load load = Load.NONE;

	private long lastLookAtBeats;

	/**
	 * A crowd at one server that sends binary frames, as Foyer's own page does, and so
	 * gets them.
	 */
	Crowd(InetSocketAddress server) throws IOException {
		this(List.of(server), WebSocketFrames.BINARY, 0);
	}

	/**
	 * A crowd with one kind of frames, for which the operating system takes only so much
	 * that is not read yet.
	 * @param servers the nodes, over which the members of each room are spread evenly
	 * @param opcode text or binary
	 * @param receiveBuffer in bytes; 0 for the system's default
	 */
	Crowd(List<InetSocketAddress> servers, int opcode, int receiveBuffer) throws IOException {
		this.servers = servers;
		this.opcode = opcode;
		this.receiveBuffer = receiveBuffer;
	}

	/**
	 * Keeps the connections of another crowd alive while this one is at work.
	 */
	void besides(Crowd other) {
		this.idle.add(other);
	}

	int opcode() {
		return this.opcode;
	}

	List<Member> members() {
		return this.members;
	}

	Tally tally() {
		return this.tally;
	}

	/**
	 * Connects a guest each, and returns when all of them hear their room.
	 */
	void connect(List<Pass> passes) throws IOException {
		int connecting = this.members.size();
		for (Pass pass : passes) {
			this.members.add(member(pass));
			int first = connecting;
			await(() -> this.members.subList(first, this.members.size())
				.stream()
				.filter((member) -> !member.isConnected())
				.count() < CONNECTING_AT_ONCE);
			while (connecting < this.members.size() && this.members.get(connecting).isConnected()) {
				connecting++;
			}
		}
		await(() -> this.members.stream().allMatch(Member::isConnected));
		settle();
	}

	/**
	 * Connects a guest each, all at once, and returns when all of them have subscribed or
	 * were turned away.
	 */
	void rush(List<Pass> passes) throws IOException {
		for (Pass pass : passes) {
			this.members.add(member(pass));
		}
		long end = Stamp.now() + TimeUnit.MINUTES.toNanos(1);
		while (Stamp.now() < end && reading().anyMatch((member) -> !member.isSubscribed())) {
			turn();
		}
	}

	/**
	 * Begins a new tally.
	 */
	void start(Load load) {
		this.load = load;
		this.tally = new Tally();
	}

	/**
	 * Lets nobody say anything any more, and returns when all that was said has come.
	 */
	Tally stop() throws IOException {
		this.load = Load.NONE;
		awaitQuiet();
		Map<String, Long> highest = highestSeqs();
		reading().forEach((member) -> this.tally.skipped(highest.get(member.room()) - member.highestSeq()));
		return this.tally;
	}

	void turn(Duration duration) throws IOException {
		long end = Stamp.now() + duration.toNanos();
		while (Stamp.now() < end) {
			turn();
		}
	}

	/**
	 * When the members were cut off, in nanoseconds since the benchmark began.
	 */
	Map<Member, Long> closedAt() {
		return this.closedAt;
	}

	/**
	 * The first members of several rooms are spread over the nodes, and so are the
	 * members of each room.
	 */
	private Member member(Pass pass) throws IOException {
		int first = this.firstNodes.computeIfAbsent(pass.room(), (room) -> this.firstNodes.size());
		int place = this.places.merge(pass.room(), 1, Integer::sum) - 1;
		int node = (first + place) % this.servers.size();
		InetSocketAddress server = this.servers.get(node);
		return new Member(this.members.size(), pass, this, server, node, open(server));
	}

	private SelectionKey open(InetSocketAddress server) throws IOException {
		SocketChannel channel = SocketChannel.open();
		channel.configureBlocking(false);
		channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		if (this.receiveBuffer > 0) {
			channel.setOption(StandardSocketOptions.SO_RCVBUF, this.receiveBuffer);
		}
		channel.connect(server);
		return channel.register(this.selector, SelectionKey.OP_CONNECT);
	}

	private void turn() throws IOException {
		long now = Stamp.now();
		this.load.send(this.members, now);
		if (now - this.lastLookAtBeats > LOOK_AT_BEATS_EVERY) {
			beat(now);
			for (Crowd other : this.idle) {
				other.beat(now);
				other.selector.selectNow(other::ready);
			}
		}
		this.selector.select(this::ready, 1);
	}

	private void beat(long now) {
		this.lastLookAtBeats = now;
		this.members.forEach((member) -> member.beat(now));
	}

	private void ready(SelectionKey key) {
		((Member) key.attachment()).ready(this.shared, this.buffer);
	}

	void delivered(Member member, byte[] bytes, int from, int to) {
		if (this.stamp.find(bytes, from, to)) {
			long nanos = Stamp.now() - this.stamp.sentAt(bytes);
			this.tally.delivered(nanos);
			int sender = this.stamp.sender(bytes);
			if (this.members.get(sender).node() != member.node()) {
				this.tally.deliveredElsewhere(nanos);
			}
			if (sender == member.index()) {
				this.load.returned(member);
			}
		}
	}

	void closed(Member member) {
		this.tally.cut();
		this.closedAt.put(member, Stamp.now());
	}

	private void settle() throws IOException {
		Map<String, Member> speakers = new HashMap<>();
		this.members.forEach((member) -> speakers.put(member.room(), member));
		do {
			speakers.values().forEach(Member::say);
			turn(Duration.ofSeconds(1));
			awaitQuiet();
		}
		while (!isEven());
	}

	/**
	 * Whether all members of a room have got the same.
	 */
	private boolean isEven() {
		Map<String, Long> highest = highestSeqs();
		return reading()
			.allMatch((member) -> member.highestSeq() > 0 && member.highestSeq() == highest.get(member.room()));
	}

	private Map<String, Long> highestSeqs() {
		return reading().collect(Collectors.toMap(Member::room, Member::highestSeq, Math::max));
	}

	private Stream<Member> reading() {
		return this.members.stream().filter(Member::isReading);
	}

	private void awaitQuiet() throws IOException {
		long before;
		do {
			before = this.tally.deliveries();
			turn(QUIET);
		}
		while (this.tally.deliveries() > before);
	}

	private void await(BooleanSupplier condition) throws IOException {
		long end = Stamp.now() + TimeUnit.MINUTES.toNanos(1);
		while (!condition.getAsBoolean()) {
			if (Stamp.now() > end || !this.closedAt.isEmpty()) {
				throw new IOException("Of %d members %d were cut off, and the others wait"
					.formatted(this.members.size(), this.closedAt.size()));
			}
			turn();
		}
	}

	@Override
	public void close() throws IOException {
		this.members.forEach(Member::close);
		this.selector.close();
	}

}
