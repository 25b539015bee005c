package chat.foyer.file;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file of a form, whose bytes are in the {@link FileStore} as those of an incoming
 * file. They are deleted with the request, unless an upload claims them.
 */
public final class ReceivedFile {

	private final String id;

	private final String name;

	private final long size;

	private final AtomicBoolean isClaimed = new AtomicBoolean();

	ReceivedFile(String id, String name, long size) {
		this.id = id;
		this.name = name;
		this.size = size;
	}

	String id() {
		return this.id;
	}

	/**
	 * What the sender calls the file.
	 */
	String name() {
		return this.name;
	}

	long size() {
		return this.size;
	}

	void claim() {
		this.isClaimed.set(true);
	}

	boolean isClaimed() {
		return this.isClaimed.get();
	}

}
