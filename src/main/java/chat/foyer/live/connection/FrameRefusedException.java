package chat.foyer.live.connection;

import chat.foyer.limit.ErrorCode;

/**
 * Thrown while a frame is handled, when it is refused by an ERROR frame.
 */
public class FrameRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final ErrorCode errorCode;

	public FrameRefusedException(ErrorCode errorCode) {
		super("Frame refused: " + errorCode.word());
		this.errorCode = errorCode;
	}

	public FrameRefusedException(ErrorCode errorCode, Throwable cause) {
		super("Frame refused: " + errorCode.word(), cause);
		this.errorCode = errorCode;
	}

	public ErrorCode errorCode() {
		return this.errorCode;
	}

}
