package chat.foyer.live;

import java.util.List;

import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.simp.stomp.StompDecoder;
import org.springframework.web.socket.messaging.StompSubProtocolHandler;
import org.springframework.web.socket.messaging.SubProtocolHandler;
import org.springframework.web.socket.messaging.SubProtocolWebSocketHandler;

/**
 * Spring's STOMP handler, for STOMP 1.2 alone and with another decoder.
 */
class StompWebSocketHandler extends SubProtocolWebSocketHandler {

	private final StompDecoder decoder;

	StompWebSocketHandler(MessageChannel inbound, SubscribableChannel outbound, StompDecoder decoder) {
		super(inbound, outbound);
		this.decoder = decoder;
	}

	/**
	 * The handshake selects {@code v12.stomp} where the client offers it, in whatever
	 * order. A client that offers other protocols only gets no
	 * {@code Sec-WebSocket-Protocol} header (RFC 6455, 4.2.2): most libraries then fail
	 * with a clear message. Those that go on learn the version from the ERROR that
	 * answers their CONNECT.
	 */
	@Override
	public List<String> getSubProtocols() {
		return List.of("v12.stomp");
	}

	@Override
	public void addProtocolHandler(SubProtocolHandler handler) {
		if (handler instanceof StompSubProtocolHandler stomp) {
			stomp.setDecoder(this.decoder);
		}
		super.addProtocolHandler(handler);
	}

}
