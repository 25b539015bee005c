package chat.foyer.file;

import java.time.Duration;

import chat.foyer.limit.ClientAddress;
import chat.foyer.limit.ErrorCode;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Limits how many bytes a guest, and all guests of one address, upload in an hour. Counts
 * kilobytes that are announced. Thread-safe; does not block.
 */
@Component
class UploadRates {

	private static final Duration PERIOD = Duration.ofHours(1);

	private static final long MAX_KEYS = 100_000;

	private static final long UNIT = 1024;

	private final LoadingCache<String, Bucket> guests;

	private final LoadingCache<String, Bucket> addresses;

	private final long perGuest;

	private final long perAddress;

	@Autowired
	UploadRates(FileProperties properties) {
		this(properties, TimeMeter.SYSTEM_NANOTIME);
	}

	UploadRates(FileProperties properties, TimeMeter time) {
		this.perGuest = units(properties.guestPerHour());
		this.perAddress = units(properties.addressPerHour());
		this.guests = buckets(this.perGuest, time);
		this.addresses = buckets(this.perAddress, time);
	}

	private static long units(DataSize size) {
		return Math.max(1, size.toBytes() / UNIT);
	}

	private static LoadingCache<String, Bucket> buckets(long capacity, TimeMeter time) {
		return Caffeine.newBuilder()
			.expireAfterAccess(PERIOD)
			.maximumSize(MAX_KEYS)
			.ticker(time::currentTimeNanos)
			.executor(Runnable::run)
			.build((key) -> Bucket.builder()
				.addLimit((limit) -> limit.capacity(capacity).refillGreedy(capacity, PERIOD))
				.withCustomTimePrecision(time)
				.build());
	}

	/**
	 * Takes the permits for an upload.
	 * @throws UploadRefusedException if it exceeds a rate
	 */
	void take(String guest, ClientAddress address, long bytes) {
		Bucket own = this.guests.get(guest);
		take(own, weight(bytes, this.perGuest));
		if (!address.isShared()) {
			try {
				take(this.addresses.get(address.value()), weight(bytes, this.perAddress));
			}
			catch (UploadRefusedException ex) {
				own.addTokens(weight(bytes, this.perGuest));
				throw ex;
			}
		}
	}

	private static void take(Bucket bucket, long permits) {
		ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(permits);
		if (!probe.isConsumed()) {
			throw UploadRefusedException.until(ErrorCode.RATE_LIMITED,
					Duration.ofNanos(probe.getNanosToWaitForRefill()));
		}
	}

	/**
	 * Gives back the permits for an upload that is refused otherwise.
	 */
	void giveBack(String guest, ClientAddress address, long bytes) {
		this.guests.get(guest).addTokens(weight(bytes, this.perGuest));
		if (!address.isShared()) {
			this.addresses.get(address.value()).addTokens(weight(bytes, this.perAddress));
		}
	}

	/**
	 * A single file always fits into an hour.
	 */
	private static long weight(long bytes, long capacity) {
		return Math.min(capacity, Math.max(1, (bytes + UNIT - 1) / UNIT));
	}

}
