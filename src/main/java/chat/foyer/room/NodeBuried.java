package chat.foyer.room;

/**
 * The other nodes have removed this one, because it was silent for too long, and its
 * guests have left. The node starts over: its connections are closed, so that their
 * clients come back.
 */
public record NodeBuried() {
}
