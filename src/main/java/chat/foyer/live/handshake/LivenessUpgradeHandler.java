package chat.foyer.live.handshake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Map;

import chat.foyer.live.connection.ConnectionLiveness;
import chat.foyer.live.connection.FrameObserver;
import chat.foyer.live.connection.SocketWriter;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.websocket.Transformation;
import org.apache.tomcat.websocket.WsFrameBase;
import org.apache.tomcat.websocket.server.WsFrameServer;
import org.apache.tomcat.websocket.server.WsHandshakeRequest;
import org.apache.tomcat.websocket.server.WsHttpUpgradeHandler;
import org.apache.tomcat.websocket.server.WsServerContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Tomcat's end of a WebSocket, which feeds the connection's {@link ConnectionLiveness}
 * and gives its socket to the {@link SocketWriter}. Public, with a default constructor,
 * because Tomcat creates it.
 */
public final class LivenessUpgradeHandler extends WsHttpUpgradeHandler {

	/**
	 * Tomcat does not expose the length of a frame before it has read it.
	 */
	private static final VarHandle READER = field(WsHttpUpgradeHandler.class, "wsFrame", WsFrameServer.class);

	private static final VarHandle PAYLOAD_LENGTH = field(WsFrameBase.class, "payloadLength", long.class);

	private @Nullable ConnectionLiveness liveness;

	private @Nullable SocketWriter writer;

	/**
	 * Sets what belongs to the connection, before Tomcat sets the socket.
	 */
	void connect(ConnectionLiveness liveness, SocketWriter writer) {
		this.liveness = liveness;
		this.writer = writer;
	}

	@Override
	public void setSocketWrapper(SocketWrapperBase<?> socket) {
		super.setSocketWrapper(socket);
		Assert.state(this.writer != null, "Not connected");
		this.writer.setSocket(socket);
	}

	@Override
	public void preInit(ServerEndpointConfig endpoint, WsServerContainer container, WsHandshakeRequest handshake,
			List<Extension> extensions, @Nullable String subProtocol, @Nullable Transformation transformation,
			Map<String, String> pathParameters, boolean secure) {
		Assert.state(this.liveness != null, "Not connected");
		Assert.state(transformation == null, "Extensions are not supported");
		super.preInit(endpoint, container, handshake, extensions, subProtocol,
				new FrameObserver(this.liveness, this::payloadLength), pathParameters, secure);
	}

	private long payloadLength() {
		WsFrameServer reader = (WsFrameServer) READER.get(this);
		return (long) PAYLOAD_LENGTH.get(reader);
	}

	private static VarHandle field(Class<?> owner, String name, Class<?> type) {
		try {
			return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVarHandle(owner, name, type);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("This version of Tomcat has no field " + name, ex);
		}
	}

}
