package chat.foyer.live.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import jakarta.websocket.Extension;
import org.apache.tomcat.websocket.MessagePart;
import org.apache.tomcat.websocket.Transformation;
import org.apache.tomcat.websocket.TransformationResult;
import org.jspecify.annotations.Nullable;

/**
 * Reports pings, and where WebSocket frames begin and end, to a
 * {@link ConnectionLiveness}. Tomcat itself reports a frame only when it is complete or
 * fills the buffer, and never a ping. A transformation as of an extension, which changes
 * no data. Tomcat calls it when it has two bytes of a frame, so a frame begins with its
 * second byte.
 */
public final class FrameObserver implements Transformation {

	private static final byte PING = 0x9;

	private final ConnectionLiveness liveness;

	private @Nullable Transformation next;

	public FrameObserver(ConnectionLiveness liveness) {
		this.liveness = liveness;
	}

	@Override
	public void setNext(Transformation next) {
		this.next = next;
	}

	/**
	 * Called once a frame, when its first two bytes have been read.
	 */
	@Override
	public boolean validateRsv(int bits, byte opCode) {
		long now = System.nanoTime();
		this.liveness.beginFrame(now);
		if (opCode == PING) {
			this.liveness.hearPing(now);
		}
		return next().validateRsv(bits, opCode);
	}

	@Override
	public TransformationResult getMoreData(byte opCode, boolean isLast, int bits, ByteBuffer target)
			throws IOException {
		TransformationResult result = next().getMoreData(opCode, isLast, bits, target);
		if (result == TransformationResult.END_OF_FRAME) {
			this.liveness.endFrame();
		}
		return result;
	}

	@Override
	public boolean validateRsvBits(int bits) {
		return next().validateRsvBits(bits);
	}

	@Override
	public Extension getExtensionResponse() {
		return next().getExtensionResponse();
	}

	@Override
	public List<MessagePart> sendMessagePart(List<MessagePart> parts) throws IOException {
		return next().sendMessagePart(parts);
	}

	@Override
	public void close() {
		next().close();
	}

	private Transformation next() {
		if (this.next == null) {
			throw new IllegalStateException("Not set");
		}
		return this.next;
	}

}
