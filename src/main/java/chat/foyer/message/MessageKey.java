package chat.foyer.message;

/**
 * What a message is found by that is sent again.
 *
 * @param seat the id of the seat that sent it
 * @param id what the sender calls it
 */
record MessageKey(String seat, String id) {
}
