package chat.foyer.room;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The limits on seats.
 *
 * @param seatsPerGuest the most seats, and so rooms, of one guest; seats that a guest
 * holds already stay when it is lowered
 */
@Validated
@ConfigurationProperties("foyer.limits")
public record SeatProperties(@DefaultValue("20") @Min(1) @Max(10_000_000) int seatsPerGuest) {
}
