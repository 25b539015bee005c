package chat.foyer.entry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Secrets that a browser holds and of which the server keeps a hash only: who reads the
 * database can use none of them.
 */
final class Secrets {

	private static final int BYTES = 16;

	private static final SecureRandom RANDOM = new SecureRandom();

	private Secrets() {
	}

	/**
	 * Makes a secret of 128 random bits, in the letters of base64url without padding (RFC
	 * 4648, section 5).
	 */
	static String random() {
		byte[] bytes = new byte[BYTES];
		RANDOM.nextBytes(bytes);
		return encode(bytes);
	}

	/**
	 * The SHA-256 hash by which a secret is found again. So many random bits need no
	 * salt.
	 */
	static String hash(String secret) {
		try {
			return encode(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private static String encode(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
