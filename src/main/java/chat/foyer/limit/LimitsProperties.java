package chat.foyer.limit;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The limits on what clients send and open.
 *
 * @param messageCodePoints the most code points of one message
 * @param frame the most bytes in the body of one STOMP frame; its headers, which the long
 * name of a room alone can fill with 768, may take 4 KiB more
 * @param messagesPerSecond how many messages, edits, deletions and pins a seat may send
 * in the long run
 * @param messageBurst how many of them it may send at once
 * @param messageRefusals how many of them, or how many reactions, of a seat are refused
 * before its connection is closed; two minutes without a refusal reset the count
 * @param reactionsPerTenSeconds how many reactions a seat may add and remove in the long
 * run, and as many at once
 * @param framesPerSecond how many STOMP frames, heart-beats, pings and pongs a connection
 * may send in the long run, in however many WebSocket messages; ten times as many at once
 * @param subscriptions the most subscriptions of one connection; the page needs four
 * @param connectionsPerGuest the most connections of one guest
 * @param connectionsPerNode the most connections of this server
 * @param connectionsPerAddress the most connections of one address; if not set, half of
 * {@code connectionsPerNode}, and no limit for a {@linkplain ClientAddress#isShared()
 * shared address}
 * @param unenteredPerAddress the most connections of one address that have not sent a
 * CONNECT yet, at most 2 of them of one guest; if not set, 500, and no limit for a shared
 * or {@linkplain ClientAddress#isForwarding() forwarding} address
 * @param entriesPerMinute how often the entry form may be sent from one address in the
 * long run
 * @param entryBurst how often it may be sent at once
 * @param searchesPerMinute how often a seat may search its room in a minute
 * @param connectWithin the time in which a connection has to send its CONNECT
 * @param frameWithin the time in which a frame that was begun has to be whole
 * @param heartBeat the interval of heart-beats; a connection that negotiated them, misses
 * two and answers no ping is closed
 * @param idle how long a connection without heart-beats may send nothing at all, not even
 * the answer to a ping
 * @param sessionLifetime the maximum lifetime of a session, even when it is used
 */
@Validated
@ConfigurationProperties("foyer.limits")
public record LimitsProperties(@DefaultValue("4000") @Min(1) @Max(1_000_000) int messageCodePoints,
		@DefaultValue("16KB") @NotNull @SizeRange(min = "1KB", max = "16MB") DataSize frame,
		@DefaultValue("5") @Min(1) @Max(10_000_000) int messagesPerSecond,
		@DefaultValue("20") @Min(1) @Max(10_000_000) int messageBurst,
		@DefaultValue("100") @Min(1) @Max(10_000_000) int messageRefusals,
		@DefaultValue("20") @Min(1) @Max(10_000_000) int reactionsPerTenSeconds,
		@DefaultValue("50") @Min(1) @Max(10_000_000) int framesPerSecond,
		@DefaultValue("8") @Min(4) @Max(10_000_000) int subscriptions,
		@DefaultValue("5") @Min(1) @Max(10_000_000) int connectionsPerGuest,
		@DefaultValue("8000") @Min(1) @Max(10_000_000) int connectionsPerNode,
		@Nullable @Min(1) @Max(10_000_000) Integer connectionsPerAddress,
		@Nullable @Min(1) @Max(10_000_000) Integer unenteredPerAddress,
		@DefaultValue("60") @Min(1) @Max(10_000_000) int entriesPerMinute,
		@DefaultValue("60") @Min(1) @Max(10_000_000) int entryBurst,
		@DefaultValue("20") @Min(1) @Max(10_000_000) int searchesPerMinute,
		@DefaultValue("10s") @NotNull @DurationMin(seconds = 1) @DurationMax(days = 3650) Duration connectWithin,
		@DefaultValue("10s") @NotNull @DurationMin(seconds = 1) @DurationMax(days = 3650) Duration frameWithin,
		@DefaultValue("10s") @NotNull @DurationMin(seconds = 1) @DurationMax(days = 3650) Duration heartBeat,
		@DefaultValue("60s") @NotNull @DurationMin(seconds = 1) @DurationMax(days = 3650) Duration idle,
		@DefaultValue("7d") @NotNull @DurationMin(minutes = 1) @DurationMax(days = 3650) Duration sessionLifetime) {

	private static final DataSize HEADERS = DataSize.ofKilobytes(4);

	private static final int UNENTERED_PER_ADDRESS = 500;

	private static final int UNLIMITED = Integer.MAX_VALUE;

	/**
	 * The most bytes of one frame with its headers.
	 */
	public int frameBytes() {
		return Math.toIntExact(this.frame.toBytes() + HEADERS.toBytes());
	}

	/**
	 * The most connections of an address, whether or not it is forwarding.
	 */
	public int connectionsOf(ClientAddress address) {
		if (this.connectionsPerAddress != null) {
			return this.connectionsPerAddress;
		}
		return address.isShared() ? UNLIMITED : Math.max(1, this.connectionsPerNode / 2);
	}

	/**
	 * The most connections of an address that have not sent a CONNECT yet.
	 */
	public int unenteredOf(ClientAddress address) {
		if (this.unenteredPerAddress != null) {
			return this.unenteredPerAddress;
		}
		return (address.isShared() || address.isForwarding()) ? UNLIMITED : UNENTERED_PER_ADDRESS;
	}

}
