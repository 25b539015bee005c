package chat.foyer.bench;

/**
 * Looks things up in bytes without making anything of them, for the load must cost less
 * than the server.
 */
final class Bytes {

	private Bytes() {
	}

	static int indexOf(byte[] bytes, char sought, int from, int to) {
		for (int i = from; i < to; i++) {
			if (bytes[i] == sought) {
				return i;
			}
		}
		return -1;
	}

	static int lastIndexOf(byte[] bytes, byte[] sought, int from, int to) {
		for (int i = to - sought.length; i >= from; i--) {
			if (startsWith(bytes, i, to, sought)) {
				return i;
			}
		}
		return -1;
	}

	static boolean startsWith(byte[] bytes, int from, int to, byte[] sought) {
		if (to - from < sought.length) {
			return false;
		}
		for (int i = 0; i < sought.length; i++) {
			if (bytes[from + i] != sought[i]) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The number whose digits stand there, up to what is none.
	 */
	static long number(byte[] bytes, int from, int to) {
		long number = 0;
		for (int i = from; i < to && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
			number = 10 * number + bytes[i] - '0';
		}
		return number;
	}

}
