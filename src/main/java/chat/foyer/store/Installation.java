package chat.foyer.store;

/**
 * This installation, as opposed to others on the same host. All nodes with the same
 * database belong to it.
 *
 * @param id six hexadecimal digits, made with the database
 */
public record Installation(String id) {
}
