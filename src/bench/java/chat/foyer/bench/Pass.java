package chat.foyer.bench;

/**
 * What lets a guest open a connection.
 *
 * @param room the key of the room
 * @param cookie the session's cookie; empty where none is asked for
 */
record Pass(String room, String cookie) {
}
