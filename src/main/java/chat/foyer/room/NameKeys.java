package chat.foyer.room;

/**
 * A username with the keys that find usernames that resemble it. Computing the skeleton
 * takes up to a millisecond.
 *
 * @param username the name
 * @param folded its {@link Username#folded() folded} form
 * @param skeleton its {@link Username#skeleton() skeleton}
 */
record NameKeys(Username username, String folded, String skeleton) {

	static NameKeys of(Username username) {
		return new NameKeys(username, username.folded(), username.skeleton());
	}

}
