package chat.foyer.live;

import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.websocket.server.WsHttpUpgradeHandler;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's reading of a WebSocket, which besides tells the connection's {@link Pulse}
 * when bytes come that end no frame: to everybody else Tomcat is silent until a frame is
 * whole or fills its buffer. The beginning of a frame that comes in one go with the end
 * of another shows only when more of it comes; until then it counts as silence. Public,
 * with a constructor that takes nothing, because Tomcat makes it.
 */
public final class LiveReading extends WsHttpUpgradeHandler {

	private volatile @Nullable Pulse pulse;

	void tell(Pulse pulse) {
		this.pulse = pulse;
	}

	@Override
	public SocketState upgradeDispatch(SocketEvent event) {
		long frames = getUpgradeInfo().getMsgsReceived();
		SocketState state = super.upgradeDispatch(event);
		Pulse told = this.pulse;
		if (event == SocketEvent.OPEN_READ && told != null) {
			told.read(System.nanoTime(), getUpgradeInfo().getMsgsReceived() > frames);
		}
		return state;
	}

}
