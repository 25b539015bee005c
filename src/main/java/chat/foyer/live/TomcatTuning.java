package chat.foyer.live;

import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.ProtocolHandler;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Fits the web server to many connections on each of which little is said.
 */
@Component
class TomcatTuning implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

	/**
	 * Tomcat has several of these for each connection, of 8 KiB unless told otherwise.
	 */
	static final int BUFFER_BYTES = 512;

	/**
	 * Pages leave in parts of this size.
	 */
	private static final int PAGE_BUFFER_BYTES = 1024;

	private static final String BUFFER_PROPERTY = "org.apache.tomcat.websocket.DEFAULT_BUFFER_SIZE";

	/**
	 * What the operating system takes for a reader who does not read; it would be
	 * megabytes, and nobody could see that nothing is read.
	 */
	private static final int MOST_UNREAD_BYTES = 24 * 1024;

	@Override
	public void customize(TomcatServletWebServerFactory server) {
		// Tomcat reads it once, when its first WebSocket container is made.
		System.setProperty(BUFFER_PROPERTY, String.valueOf(BUFFER_BYTES));
		server.addProtocolHandlerCustomizers(TomcatTuning::customize);
	}

	private static void customize(ProtocolHandler handler) {
		if (handler instanceof AbstractProtocol<?> protocol) {
			protocol.setExecutor(new InlineCompletionExecutor(protocol.getMinSpareThreads(), protocol.getMaxThreads()));
			protocol.setProperty("socket.appReadBufSize", String.valueOf(BUFFER_BYTES));
			protocol.setProperty("socket.appWriteBufSize", String.valueOf(PAGE_BUFFER_BYTES));
			protocol.setProperty("socket.txBufSize", String.valueOf(MOST_UNREAD_BYTES));
		}
	}

}
