package chat.foyer.room;

/**
 * The other nodes believed that this one was gone, and that its guests have left. The
 * node starts over: its connections are closed, so that their clients come back.
 */
public record NodeBuried() {
}
