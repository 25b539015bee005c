package chat.foyer.room;

/**
 * A username with the keys that find usernames that resemble it. Computing the skeleton
 * takes up to a millisecond: too long for a transaction that keeps others from writing.
 */
record NameKeys(Username username, String folded, String skeleton) {

	static NameKeys of(Username username) {
		return new NameKeys(username, username.folded(), username.skeleton());
	}

}
