package chat.foyer.room;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Computes the hash of a room for the server's log, since a room's name is the only
 * secret that its guests share. HMAC-SHA-256, cut to 40 bits. Thread-safe.
 */
public final class RoomHash {

	private static final String ALGORITHM = "HmacSHA256";

	private static final int BYTES = 5;

	private final SecretKeySpec key;

	/**
	 * @param key a random secret that stays the same as long as the database exists
	 */
	public RoomHash(byte[] key) {
		this.key = new SecretKeySpec(key, ALGORITHM);
	}

	/**
	 * Returns the hash of a room as ten hexadecimal digits.
	 */
	public String of(RoomKey room) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			return HexFormat.of().formatHex(mac.doFinal(room.value().getBytes(StandardCharsets.UTF_8)), 0, BYTES);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has " + ALGORITHM, ex);
		}
	}

}
