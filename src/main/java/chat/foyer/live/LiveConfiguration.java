package chat.foyer.live;

import chat.foyer.limit.LimitsProperties;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.handshake.ConnectionLimitInterceptor;
import chat.foyer.live.handshake.GuestHandshakeInterceptor;
import chat.foyer.live.handshake.LiveProperties;
import chat.foyer.live.handshake.LivenessUpgradeStrategy;
import chat.foyer.live.handshake.OriginHandshakeInterceptor;
import chat.foyer.web.TomcatConfiguration;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.security.messaging.access.intercept.AuthorizationChannelInterceptor;
import org.springframework.security.messaging.context.SecurityContextChannelInterceptor;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketTransportRegistration;
import org.springframework.web.socket.handler.WebSocketHandlerDecoratorFactory;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/**
 * STOMP over WebSocket at {@code /live}. Spring's broker keeps the heart-beats and the
 * guests' own queues; {@link RoomTopics} is the broker of the rooms.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSocketMessageBroker
@EnableConfigurationProperties(LiveProperties.class)
class LiveConfiguration implements WebSocketMessageBrokerConfigurer {

	/**
	 * A part of a text message fills Tomcat's buffer of characters.
	 */
	private static final int MAX_PART_BYTES = 3 * TomcatConfiguration.BUFFER_SIZE;

	private final LiveProperties properties;

	private final LimitsProperties limits;

	private final HandshakeInterceptor[] interceptors;

	private final Admission admission;

	private final StompErrorHandler errors;

	private final TaskScheduler scheduler;

	private final WebSocketHandlerDecoratorFactory connections;

	LiveConfiguration(LiveProperties properties, LimitsProperties limits, OriginHandshakeInterceptor allowedOrigins,
			GuestHandshakeInterceptor seatedGuests, ConnectionLimitInterceptor limiter, Admission admission,
			StompErrorHandler errors, @Qualifier("wireScheduler") TaskScheduler scheduler,
			ConnectionRegistry connections, RoomTopics topics, Signals signals, RoomUpdatePublisher updates,
			MeterRegistry meters) {
		this.properties = properties;
		this.limits = limits;
		this.interceptors = new HandshakeInterceptor[] { allowedOrigins, seatedGuests, limiter };
		this.admission = admission;
		this.errors = errors;
		this.scheduler = scheduler;
		this.connections = (handler) -> new ConnectionHandler(handler, limits, connections, topics, signals, updates,
				errors, limiter, meters);
	}

	@Override
	public void registerStompEndpoints(StompEndpointRegistry registry) {
		registry.setErrorHandler(this.errors);
		registry.addEndpoint("/live")
			.setAllowedOrigins(this.properties.allowedOrigins().toArray(String[]::new))
			.setHandshakeHandler(
					new DefaultHandshakeHandler(new LivenessUpgradeStrategy(this.limits.framesPerSecond())))
			.addInterceptors(this.interceptors);
	}

	@Override
	public void configureMessageBroker(MessageBrokerRegistry registry) {
		long heartBeat = this.limits.heartBeat().toMillis();
		registry.setApplicationDestinationPrefixes("/app");
		registry.enableSimpleBroker("/queue")
			.setTaskScheduler(this.scheduler)
			.setHeartbeatValue(new long[] { heartBeat, heartBeat });
	}

	@Override
	public void configureClientInboundChannel(ChannelRegistration registration) {
		// A frame is handled by the thread that read it, which keeps the order: a word is
		// handed over to the log there, and anything else is rare.
		registration.executor(new SyncTaskExecutor())
			.interceptors(this.errors, new SecurityContextChannelInterceptor(),
					new AuthorizationChannelInterceptor(this.admission));
	}

	@Override
	public void configureClientOutboundChannel(ChannelRegistration registration) {
		// An outbox never keeps anybody waiting.
		registration.executor(new SyncTaskExecutor());
	}

	@Override
	public void configureWebSocketTransport(WebSocketTransportRegistration registration) {
		// ConnectionHandler enforces the limit; the end of one frame and the beginning of
		// another may be buffered together.
		registration.setMessageSizeLimit(this.limits.frameBytes() + MAX_PART_BYTES);
		registration.addDecoratorFactory(this.connections);
		// Reaper closes connections that never send a CONNECT, and gives the reason.
		registration.setTimeToFirstMessage(Integer.MAX_VALUE);
	}

}
