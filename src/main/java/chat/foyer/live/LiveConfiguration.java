package chat.foyer.live;

import java.util.List;

import chat.foyer.limit.LimitsProperties;
import chat.foyer.live.broker.Admission;
import chat.foyer.live.broker.Destination;
import chat.foyer.live.broker.FrameArgumentResolver;
import chat.foyer.live.broker.FrameInterceptor;
import chat.foyer.live.broker.StompErrorHandler;
import chat.foyer.live.broker.StrictJsonMessageConverter;
import chat.foyer.live.broker.StrictStompDecoder;
import chat.foyer.live.broker.SubscriptionRegistry;
import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.live.connection.ErrorSender;
import chat.foyer.live.handshake.ConnectionLimitInterceptor;
import chat.foyer.live.handshake.GuestHandshakeInterceptor;
import chat.foyer.live.handshake.LiveProperties;
import chat.foyer.live.handshake.LivenessUpgradeStrategy;
import chat.foyer.live.handshake.OriginHandshakeInterceptor;
import chat.foyer.live.handshake.UpgradeHandshakeInterceptor;
import chat.foyer.room.RoomKey;
import chat.foyer.web.TomcatConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.simp.annotation.support.SimpAnnotationMethodMessageHandler;
import org.springframework.messaging.simp.broker.AbstractBrokerMessageHandler;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.messaging.simp.user.UserDestinationMessageHandler;
import org.springframework.messaging.simp.user.UserDestinationResolver;
import org.springframework.messaging.support.AbstractSubscribableChannel;
import org.springframework.security.messaging.access.intercept.AuthorizationChannelInterceptor;
import org.springframework.security.messaging.context.SecurityContextChannelInterceptor;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurationSupport;
import org.springframework.web.socket.config.annotation.WebSocketTransportRegistration;
import org.springframework.web.socket.handler.WebSocketHandlerDecoratorFactory;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/**
 * STOMP over WebSocket at {@code /live}, with {@code StompBroker} in the place of
 * Spring's simple broker.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LiveProperties.class)
class LiveConfiguration extends WebSocketMessageBrokerConfigurationSupport {

	/**
	 * A part of a text message fills Tomcat's buffer of characters.
	 */
	private static final int MAX_PART_BYTES = 3 * TomcatConfiguration.BUFFER_SIZE;

	private final LiveProperties properties;

	private final LimitsProperties limits;

	private final HandshakeInterceptor[] interceptors;

	private final FrameInterceptor frames;

	private final Admission admission;

	private final StompErrorHandler errors;

	private final SubscriptionRegistry subscriptions;

	private final WebSocketHandlerDecoratorFactory connections;

	LiveConfiguration(LiveProperties properties, LimitsProperties limits, UpgradeHandshakeInterceptor upgrades,
			OriginHandshakeInterceptor allowedOrigins, GuestHandshakeInterceptor seatedGuests,
			ConnectionLimitInterceptor limiter, FrameInterceptor frames, Admission admission, StompErrorHandler errors,
			SubscriptionRegistry subscriptions, ConnectionRegistry connections, ErrorSender errorSender,
			MeterRegistry meters) {
		this.properties = properties;
		this.limits = limits;
		this.interceptors = new HandshakeInterceptor[] { upgrades, allowedOrigins, seatedGuests, limiter };
		this.frames = frames;
		this.admission = admission;
		this.errors = errors;
		this.subscriptions = subscriptions;
		this.connections = (handler) -> new ConnectionHandler(handler, limits, connections, errorSender, limiter,
				meters);
	}

	@Override
	protected void registerStompEndpoints(StompEndpointRegistry registry) {
		registry.setErrorHandler(this.errors);
		registry.addEndpoint("/live")
			.setAllowedOrigins(this.properties.allowedOrigins().toArray(String[]::new))
			.setHandshakeHandler(
					new DefaultHandshakeHandler(new LivenessUpgradeStrategy(this.limits.framesPerSecond())))
			.addInterceptors(this.interceptors);
	}

	@Override
	protected void configureMessageBroker(MessageBrokerRegistry registry) {
		registry.setApplicationDestinationPrefixes("/app");
	}

	@Bean
	@Override
	public WebSocketHandler subProtocolWebSocketHandler(AbstractSubscribableChannel clientInboundChannel,
			AbstractSubscribableChannel clientOutboundChannel) {
		return new StompWebSocketHandler(clientInboundChannel, clientOutboundChannel,
				new StrictStompDecoder(this.limits.frameBytes()));
	}

	/**
	 * There is no simple broker.
	 */
	@Bean
	@Override
	public @Nullable AbstractBrokerMessageHandler simpleBrokerMessageHandler(
			AbstractSubscribableChannel clientInboundChannel, AbstractSubscribableChannel clientOutboundChannel,
			AbstractSubscribableChannel brokerChannel, UserDestinationResolver userDestinationResolver) {
		return null;
	}

	/**
	 * Keeps Spring's handler away from the inbound channel: {@link StompBroker} knows the
	 * users' queues by their own names.
	 */
	@Bean
	@Override
	public UserDestinationMessageHandler userDestinationMessageHandler(AbstractSubscribableChannel clientInboundChannel,
			AbstractSubscribableChannel clientOutboundChannel, AbstractSubscribableChannel brokerChannel,
			UserDestinationResolver userDestinationResolver) {
		return new UserDestinationMessageHandler(brokerChannel, brokerChannel, userDestinationResolver);
	}

	@Override
	protected void configureClientInboundChannel(ChannelRegistration registration) {
		// Handling a frame on the thread that read it keeps the order of frames.
		registration.executor(new SyncTaskExecutor())
			.interceptors(this.frames, new SecurityContextChannelInterceptor(),
					new AuthorizationChannelInterceptor(this.admission));
	}

	@Override
	protected void configureClientOutboundChannel(ChannelRegistration registration) {
		// An outbox never blocks.
		registration.executor(new SyncTaskExecutor());
	}

	@Override
	protected SimpAnnotationMethodMessageHandler createAnnotationMethodMessageHandler(
			AbstractSubscribableChannel inbound, AbstractSubscribableChannel outbound,
			SimpMessagingTemplate brokerTemplate) {
		DefaultFormattingConversionService conversions = new DefaultFormattingConversionService();
		conversions.addConverter(String.class, RoomKey.class, (word) -> Destination.room(word).orElseThrow());
		SimpAnnotationMethodMessageHandler handler = super.createAnnotationMethodMessageHandler(inbound, outbound,
				brokerTemplate);
		handler.setConversionService(conversions);
		return handler;
	}

	@Override
	protected void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
		resolvers.add(new FrameArgumentResolver(this.subscriptions));
	}

	@Override
	protected boolean configureMessageConverters(List<MessageConverter> converters) {
		converters.add(new StrictJsonMessageConverter());
		return false;
	}

	@Override
	protected void configureWebSocketTransport(WebSocketTransportRegistration registration) {
		// ConnectionHandler enforces the limit; the end of one frame and the beginning of
		// another may be buffered together.
		registration.setMessageSizeLimit(this.limits.frameBytes() + MAX_PART_BYTES);
		registration.addDecoratorFactory(this.connections);
		// Reaper closes connections that never send a CONNECT, and gives the reason.
		registration.setTimeToFirstMessage(Integer.MAX_VALUE);
	}

}
