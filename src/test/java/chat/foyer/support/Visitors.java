package chat.foyer.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The people who visit one server during a test. To be closed after it, with which all
 * their connections are.
 */
public final class Visitors implements AutoCloseable {

	private static final AtomicInteger rooms = new AtomicInteger();

	private final List<Visitor> visitors = new ArrayList<>();

	private final Supplier<String> server;

	/**
	 * @param server tells where the server is, such as {@code http://localhost:8080}
	 */
	public Visitors(Supplier<String> server) {
		this.server = server;
	}

	/**
	 * Somebody who was never here before.
	 */
	public Visitor arrive() {
		Visitor visitor = new Visitor(this.server.get());
		this.visitors.add(visitor);
		return visitor;
	}

	/**
	 * Somebody new, in a room.
	 */
	public Visitor enter(String username, String room) {
		return arrive().enter(username, room);
	}

	/**
	 * The name of a room in which nobody ever was.
	 */
	public static String newRoom() {
		return "Room " + rooms.incrementAndGet();
	}

	@Override
	public void close() {
		this.visitors.forEach(Visitor::close);
	}

}
