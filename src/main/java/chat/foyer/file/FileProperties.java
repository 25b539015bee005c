package chat.foyer.file;

import java.nio.file.Path;
import java.time.Duration;

import chat.foyer.limit.SizeRange;
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
 * Where files are kept, and how many bytes of them.
 *
 * @param dir the folder of the files, which all nodes share; if not set, {@code files} in
 * the data folder
 * @param maxSize the most bytes of one file
 * @param perRoom the most bytes of the files of a room
 * @param perServer the most bytes of all files
 * @param guestPerHour how many bytes a guest may upload in an hour
 * @param addressPerHour how many bytes may be uploaded from one address in an hour;
 * {@linkplain chat.foyer.limit.ClientAddress#isShared() shared addresses} are not limited
 * @param unattachedPerGuest the most bytes of a guest's files that no message has yet
 * @param unattachedPercent the most bytes of all files that no message has yet, in
 * percent of {@code perServer}
 * @param keepFree how many bytes of the disk stay free
 * @param expires how long a file is kept that no message has
 */
@Validated
@ConfigurationProperties("foyer.files")
public record FileProperties(@Nullable Path dir,
		@DefaultValue("25MB") @NotNull @SizeRange(min = "1KB", max = "2GB") DataSize maxSize,
		@DefaultValue("500MB") @NotNull @SizeRange(min = "0B", max = "1000TB") DataSize perRoom,
		@DefaultValue("5GB") @NotNull @SizeRange(min = "0B", max = "1000TB") DataSize perServer,
		@DefaultValue("100MB") @NotNull @SizeRange(min = "1KB", max = "1000TB") DataSize guestPerHour,
		@DefaultValue("1GB") @NotNull @SizeRange(min = "1KB", max = "1000TB") DataSize addressPerHour,
		@DefaultValue("100MB") @NotNull @SizeRange(min = "1KB", max = "1000TB") DataSize unattachedPerGuest,
		@DefaultValue("10") @Min(1) @Max(100) int unattachedPercent,
		@DefaultValue("1GB") @NotNull @SizeRange(min = "0B", max = "1000TB") DataSize keepFree,
		@DefaultValue("1h") @NotNull @DurationMin(seconds = 1) @DurationMax(days = 3650) Duration expires) {

	/**
	 * The most bytes of all files that no message has yet.
	 */
	long unattached() {
		return this.perServer.toBytes() / 100 * this.unattachedPercent;
	}

}
