package chat.foyer.bench;

import java.util.List;

/**
 * Who says something, and when.
 */
interface Load {

	/**
	 * Nobody says anything.
	 */
	Load NONE = (members, now) -> {
	};

	/**
	 * Lets the members say what is due.
	 */
	void send(List<Member> members, long now);

	/**
	 * Tells that a member got back what it had said.
	 */
	default void returned(Member member) {
	}

}
