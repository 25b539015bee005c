package chat.foyer.live.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongSupplier;

import jakarta.websocket.Extension;
import org.apache.tomcat.websocket.MessagePart;
import org.apache.tomcat.websocket.Transformation;
import org.apache.tomcat.websocket.TransformationResult;
import org.jspecify.annotations.Nullable;

/**
 * Reports pings, where WebSocket frames begin and end, and how long they are, to a
 * {@link ConnectionLiveness}. Tomcat itself reports a frame only when it is complete or
 * fills the buffer, and never a ping. A transformation as of an extension, which changes
 * no data but a close code. Tomcat calls it when it has two bytes of a frame, so a frame
 * begins with its second byte.
 */
public final class FrameObserver implements Transformation {

	private static final byte CONTINUATION = 0x0;

	private static final byte CLOSE = 0x8;

	private static final byte PING = 0x9;

	private static final byte PONG = 0xA;

	private static final int SERVICE_RESTART = 1012;

	private static final int BAD_GATEWAY = 1014;

	private static final short NORMAL = 1000;

	private final ConnectionLiveness liveness;

	private final LongSupplier payloadLength;

	private boolean isPayloadBegun;

	private @Nullable Transformation next;

	/**
	 * Creates an observer.
	 * @param payloadLength supplies the length of the frame whose payload is being read
	 */
	public FrameObserver(ConnectionLiveness liveness, LongSupplier payloadLength) {
		this.liveness = liveness;
		this.payloadLength = payloadLength;
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
		this.isPayloadBegun = false;
		if (opCode == PING) {
			this.liveness.hearPing(now);
		}
		return next().validateRsv(bits, opCode);
	}

	/**
	 * Called for the first time in a frame when its head has been read, even if no byte
	 * of the payload has.
	 */
	@Override
	public TransformationResult getMoreData(byte opCode, boolean isLast, int bits, ByteBuffer target)
			throws IOException {
		if (!this.isPayloadBegun && opCode < CLOSE) {
			this.liveness.announce(this.payloadLength.getAsLong(), opCode != CONTINUATION);
		}
		this.isPayloadBegun = true;
		TransformationResult result = next().getMoreData(opCode, isLast, bits, target);
		if (result == TransformationResult.END_OF_FRAME) {
			this.liveness.endFrame();
			if (opCode == CLOSE) {
				replaceLaterCode(target);
			}
		}
		return result;
	}

	/**
	 * Tomcat takes the codes 1012 to 1014, which were registered after RFC 6455, for a
	 * protocol error. A close is answered with the same code or 1000.
	 */
	private static void replaceLaterCode(ByteBuffer payload) {
		if (payload.position() >= Short.BYTES) {
			int code = payload.getShort(0);
			if (code >= SERVICE_RESTART && code <= BAD_GATEWAY) {
				payload.putShort(0, NORMAL);
			}
		}
	}

	@Override
	public boolean validateRsvBits(int bits) {
		return next().validateRsvBits(bits);
	}

	@Override
	public Extension getExtensionResponse() {
		return next().getExtensionResponse();
	}

	/**
	 * Passes on pongs to the listener. Tomcat would block the reading thread until they
	 * are written.
	 */
	@Override
	public List<MessagePart> sendMessagePart(List<MessagePart> parts) throws IOException {
		MessagePart part = parts.get(0);
		return (part.getOpCode() == PONG && this.liveness.answerPing(part.getPayload())) ? List.of()
				: next().sendMessagePart(parts);
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
