package chat.foyer.file;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.ibm.icu.number.LocalizedNumberFormatter;
import com.ibm.icu.number.NumberFormatter;
import com.ibm.icu.number.NumberFormatter.UnitWidth;
import com.ibm.icu.number.Precision;
import com.ibm.icu.util.MeasureUnit;

import org.springframework.context.MessageSource;

/**
 * Formats the sizes of files in the language of a page, such as "25 MB". The scripts
 * format them alike ({@code file-size.js}).
 * <p>
 * Thread-safe; does not block.
 */
public final class FileSizes {

	private static final int UNIT = 1024;

	/**
	 * Making a format is expensive, so there is one a language.
	 */
	private final Map<Locale, Formats> formats = new ConcurrentHashMap<>();

	private final MessageSource messages;

	public FileSizes(MessageSource messages) {
		this.messages = messages;
	}

	/**
	 * Formats a size in kilobytes of 1,024 bytes, rounded up, or in megabytes with one
	 * decimal.
	 */
	public String format(long bytes, Locale locale) {
		String language = this.messages.getMessage("page.lang", null, "en", locale);
		Formats units = this.formats.computeIfAbsent(Locale.forLanguageTag(language), Formats::of);
		double kilobytes = Math.ceil((double) bytes / UNIT);
		return (kilobytes < UNIT) ? units.kilobytes.format(Math.max(1, kilobytes)).toString()
				: units.megabytes.format((double) Math.round(10.0 * bytes / UNIT / UNIT) / 10).toString();
	}

	private record Formats(LocalizedNumberFormatter kilobytes, LocalizedNumberFormatter megabytes) {

		static Formats of(Locale language) {
			LocalizedNumberFormatter format = NumberFormatter.withLocale(language)
				.unitWidth(UnitWidth.SHORT)
				.precision(Precision.maxFraction(1));
			return new Formats(format.unit(MeasureUnit.KILOBYTE), format.unit(MeasureUnit.MEGABYTE));
		}

	}

}
