package chat.foyer.cluster;

/**
 * The bell has begun to receive the rings of other nodes. Earlier rings may be lost.
 */
record BellOpened() {
}
