package chat.foyer.live.broker;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import chat.foyer.live.connection.ConnectionRegistry;
import chat.foyer.room.RoomKey;

import org.springframework.context.support.StaticApplicationContext;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.simp.annotation.support.SimpAnnotationMethodMessageHandler;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.ExecutorSubscribableChannel;
import org.springframework.messaging.support.MessageBuilder;

/**
 * The channel of inbound frames, with one controller behind it as Spring calls it.
 */
class InboundChannel {

	private final ExecutorSubscribableChannel channel = new ExecutorSubscribableChannel();

	InboundChannel(ConnectionRegistry connections) {
		this.channel.addInterceptor(new FrameInterceptor(connections));
	}

	InboundChannel(ConnectionRegistry connections, SubscriptionRegistry subscriptions, Object controller) {
		this(connections);
		ExecutorSubscribableChannel unused = new ExecutorSubscribableChannel();
		DefaultFormattingConversionService conversions = new DefaultFormattingConversionService();
		conversions.addConverter(String.class, RoomKey.class, (word) -> Destination.room(word).orElseThrow());
		SimpAnnotationMethodMessageHandler handler = new SimpAnnotationMethodMessageHandler(this.channel, unused,
				new SimpMessagingTemplate(unused)) {
			@Override
			public void afterPropertiesSet() {
				super.afterPropertiesSet();
				detectHandlerMethods(controller);
			}
		};
		handler.setApplicationContext(new StaticApplicationContext());
		handler.setDestinationPrefixes(List.of("/app"));
		handler.setConversionService(conversions);
		handler.setCustomArgumentResolvers(List.of(new FrameArgumentResolver(subscriptions)));
		handler.setMessageConverter(new StrictJsonMessageConverter());
		handler.afterPropertiesSet();
		handler.start();
	}

	ExecutorSubscribableChannel channel() {
		return this.channel;
	}

	void send(String connection, String destination, String body) {
		send(connection, destination, body.getBytes(StandardCharsets.UTF_8));
	}

	void send(String connection, String destination, byte[] body) {
		send(connection, destination, body, new HashMap<>());
	}

	void send(String connection, String destination, String body, String receipt) {
		send(connection, destination, body.getBytes(StandardCharsets.UTF_8), Map.of("receipt", List.of(receipt)));
	}

	private void send(String connection, String destination, byte[] body, Map<String, List<String>> headers) {
		StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.SEND, headers);
		frame.setSessionId(connection);
		frame.setSessionAttributes(new HashMap<>());
		frame.setDestination(destination);
		this.channel.send(MessageBuilder.createMessage(body, frame.getMessageHeaders()));
	}

}
