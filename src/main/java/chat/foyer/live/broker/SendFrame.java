package chat.foyer.live.broker;

import chat.foyer.live.connection.Connection;
import org.jspecify.annotations.Nullable;

/**
 * A SEND frame that is to be answered.
 *
 * @param connection the connection that it came from
 * @param receipt the receipt that it asks for; null for none
 */
record SendFrame(Connection connection, @Nullable String receipt) {
}
