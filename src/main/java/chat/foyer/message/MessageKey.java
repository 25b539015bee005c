package chat.foyer.message;

/**
 * Identifies a message, so that it is found when it is sent again.
 *
 * @param seat the id of the seat that sent it
 * @param id what the sender calls it
 */
record MessageKey(String seat, String id) {
}
