/**
 * The STOMP broker: admits frames, keeps subscriptions, receives what guests send, and
 * fans out events and signals.
 */
@NullMarked
package chat.foyer.live.broker;

import org.jspecify.annotations.NullMarked;
