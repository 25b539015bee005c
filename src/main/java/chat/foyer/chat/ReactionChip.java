package chat.foyer.chat;

/**
 * The reactions to a message with one emoji, as they are shown.
 *
 * @param emoji the emoji
 * @param count how many guests have reacted with it
 * @param mine whether the reader is one of them
 * @param names the usernames of the first of them, each on a line of its own
 * @param who the same in words, such as "Ann, Bob and 3 others"
 */
record ReactionChip(String emoji, int count, boolean mine, String names, String who) {
}
