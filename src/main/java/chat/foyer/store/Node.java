package chat.foyer.store;

import java.util.UUID;
import java.util.function.Consumer;

/**
 * This server among those that use the database. With SQLite there is no other, and the
 * id never changes.
 * <p>
 * Thread-safe.
 */
public final class Node {

	private static final String LOCAL = "local";

	private volatile String id;

	private Node(String id) {
		this.id = id;
	}

	/**
	 * The only server of its database: what it stored under its id stays its own after a
	 * restart.
	 */
	public static Node local() {
		return new Node(LOCAL);
	}

	/**
	 * One of several servers, with an id that no other run of a server has.
	 */
	public static Node random() {
		return new Node(randomId());
	}

	/**
	 * The id of this server in the table {@code connection_of}.
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Gives this server a new id, because the other servers have removed the old one.
	 * @param register stores the new id before it is used; if it fails, the old id stays
	 * @throws IllegalStateException if this is the only server
	 */
	public void renew(Consumer<String> register) {
		if (LOCAL.equals(this.id)) {
			throw new IllegalStateException("The only server keeps its id");
		}
		String next = randomId();
		register.accept(next);
		this.id = next;
	}

	private static String randomId() {
		return UUID.randomUUID().toString();
	}

}
