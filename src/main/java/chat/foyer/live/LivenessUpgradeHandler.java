package chat.foyer.live;

import java.util.List;
import java.util.Map;

import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import org.apache.tomcat.websocket.Transformation;
import org.apache.tomcat.websocket.server.WsHandshakeRequest;
import org.apache.tomcat.websocket.server.WsHttpUpgradeHandler;
import org.apache.tomcat.websocket.server.WsServerContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Tomcat's reading of a WebSocket, which besides tells the connection's
 * {@link ConnectionLiveness} where frames begin and end. Public, with a constructor that
 * takes nothing, because Tomcat makes it.
 */
public final class LivenessUpgradeHandler extends WsHttpUpgradeHandler {

	private @Nullable ConnectionLiveness pulse;

	/**
	 * Sets whom to tell, before anything is read.
	 */
	void tell(ConnectionLiveness pulse) {
		this.pulse = pulse;
	}

	@Override
	public void preInit(ServerEndpointConfig endpoint, WsServerContainer container, WsHandshakeRequest handshake,
			List<Extension> extensions, @Nullable String subProtocol, @Nullable Transformation transformation,
			Map<String, String> pathParameters, boolean secure) {
		Assert.state(this.pulse != null, "Nobody to tell");
		Assert.state(transformation == null, "A WebSocket here has no extensions");
		super.preInit(endpoint, container, handshake, extensions, subProtocol, new FrameObserver(this.pulse),
				pathParameters, secure);
	}

}
