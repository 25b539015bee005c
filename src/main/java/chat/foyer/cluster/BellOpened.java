package chat.foyer.cluster;

/**
 * The bell receives the rings of other nodes from now on. Those before it are lost.
 */
record BellOpened() {
}
