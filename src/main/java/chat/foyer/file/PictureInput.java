package chat.foyer.file;

import java.io.IOException;
import java.util.Arrays;

import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Gives the kept bytes of a picture to a reader, until a deadline.
 * <p>
 * A few zeros follow the end, as readers of compressed bits read ahead.
 */
final class PictureInput extends ImageInputStreamImpl {

	private static final int ZEROS = 64;

	private static final int READS_A_CHECK = 4096;

	private final byte[] bytes;

	private final int end;

	private final long deadline;

	private int reads;

	/**
	 * Creates an input.
	 * @param deadline a time of {@link System#nanoTime()}
	 */
	PictureInput(StillPicture picture, long deadline) {
		this.bytes = picture.bytes().array();
		this.end = picture.bytes().kept();
		this.deadline = deadline;
	}

	@Override
	public int read() throws IOException {
		check(1);
		this.bitOffset = 0;
		if (this.streamPos >= this.end + ZEROS) {
			return -1;
		}
		int at = (int) this.streamPos++;
		return (at < this.end) ? this.bytes[at] & 0xFF : 0;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		check(READS_A_CHECK);
		this.bitOffset = 0;
		int count = (int) Math.min(length, this.end + ZEROS - this.streamPos);
		if (count <= 0) {
			return (length == 0) ? 0 : -1;
		}
		int at = (int) this.streamPos;
		int real = Math.max(0, Math.min(count, this.end - at));
		System.arraycopy(this.bytes, Math.min(at, this.end), target, offset, real);
		Arrays.fill(target, offset + real, offset + count, (byte) 0);
		this.streamPos += count;
		return count;
	}

	@Override
	public long length() {
		return this.end;
	}

	private void check(int weight) throws IOException {
		this.reads += weight;
		if (this.reads >= READS_A_CHECK) {
			this.reads = 0;
			BrokenPictureException.unless(System.nanoTime() - this.deadline < 0, "The time is over");
		}
	}

}
