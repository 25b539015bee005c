package chat.foyer.live.broker;

import chat.foyer.live.connection.Connection;
import chat.foyer.room.Seat;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Resolves the {@link SendFrame}, and the {@link Seat} with which its connection receives
 * the events of the destination's room; null if it does not receive them.
 */
public class FrameArgumentResolver implements HandlerMethodArgumentResolver {

	private final SubscriptionRegistry subscriptions;

	public FrameArgumentResolver(SubscriptionRegistry subscriptions) {
		this.subscriptions = subscriptions;
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == SendFrame.class || parameter.getParameterType() == Seat.class;
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
		Connection connection = FrameInterceptor.connection(message.getHeaders());
		if (connection == null) {
			return null;
		}
		if (parameter.getParameterType() == SendFrame.class) {
			return new SendFrame(connection, FrameInterceptor.receipt(message.getHeaders()));
		}
		Destination destination = FrameInterceptor.destination(message.getHeaders());
		return (destination != null) ? this.subscriptions.seatIn(connection, destination.room()).orElse(null) : null;
	}

}
