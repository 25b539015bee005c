package chat.foyer.room;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Confusables#skeleton}.
 */
class ConfusablesSkeletonTests {

	/**
	 * They look like v and u, and their capitals like N and Y.
	 */
	private static final UnicodeSet GREEK_OF_TWO_LOOKS = new UnicodeSet("[νΝυΥ]");

	@ParameterizedTest
	@CsvSource(textBlock = """
			Ann,        ann
			Ann,        ANN
			Ann,        Аnn
			Ann,        Αnn
			ANNA,       АNNА
			Bob,        Воb
			Bob,        ВОВ
			bob,        Вob
			Boris,      Воrіѕ
			Nina,       Νina
			NINA,       ΝΙΝΑ
			Ava,        Aνa
			Guy,        gυy
			Yuri,       Υuri
			Paul,       Раul
			Tom,        Тоm
			Kate,       КАТЕ
			Анна,       АННА
			Вера,       вера
			Νίκος,      νίκος
			Νίκος,      ΝΊΚΟΣ
			ΥΨΗ,        υψη
			Straße,     STRASSE
			Zoë,        ZOË
			Zoë,        Zое\u0308
			Łukasz,     łukasz
			AI,         Al
			AI,         ai
			Ilya,       llya
			Ilya,       1lya
			Ilya,       |lya
			Ilya,       Ιlya
			Ilya,       ӏlya
			user10,     userlO
			Otto,       0tto
			Tom,        Torn
			modern,     modem
			Maria,      Rnaria
			Willi,      vvilli
			Willi,      VVilli
			ibrahim,    İbrahim
			ibrahim,    ıbrahim
			ibrahim,    i\u0307brahim
			jan,        j\u0307an
			Ann,        Ａｎｎ
			Ann,        𝒜𝓃𝓃
			Ann,        A\u200Bn\u200Dn
			Ann,        \u202EAn\u00ADn
			O'Neil,     O’Neil
			Ann-Lee,    Ann‐Lee
			ニコ,       二コ
			می\u200Cنا, مینا
			""")
	void confusableNamesHaveOneSkeleton(String one, String other) {
		assertThat(Confusables.skeleton(other)).isEqualTo(Confusables.skeleton(one));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			Ann,     Anna
			Ann,     Ahn
			Ann,     Ann.
			Ann,     Ann 2
			Ann Lee, AnnLee
			Ann-Lee, Ann_Lee
			Ann-Lee, Ann Lee
			Jose,    José
			Zoe,     Zoë
			Muller,  Müller
			Lukasz,  Łukasz
			Nina,    Vina
			Guy,     Guu
			Hans,    Nans
			Bob,     Rob
			Clara,   Dara
			Anna,    Анна
			Вера,    Пера
			Νίκος,   Νίκη
			小明,    小红
			🦊,      🐺
			👍🏽,      👍🏿
			user1,   user2
			""")
	void distinguishableNamesHaveTwoSkeletons(String one, String other) {
		assertThat(Confusables.skeleton(other)).isNotEqualTo(Confusables.skeleton(one));
	}

	@Test
	void skeletonOfSkeletonIsItself() {
		forEachCharacter((character) -> {
			String alone = Confusables.skeleton(Character.toString(character));
			assertThat(Confusables.skeleton(alone)).isEqualTo(alone);
			String besideLatin = Confusables.skeleton("x" + Character.toString(character));
			assertThat(Confusables.skeleton(besideLatin)).isEqualTo(besideLatin);
		});
	}

	@Test
	void ignoresCase() {
		forEachCharacter((character) -> {
			String skeleton = Confusables.skeleton(Character.toString(character));
			if (GREEK_OF_TWO_LOOKS
				.containsSome(Normalizer2.getNFDInstance().normalize(Character.toString(character)))) {
				return;
			}
			assertThat(Confusables.skeleton(UCharacter.toString(UCharacter.toUpperCase(character))))
				.isEqualTo(skeleton);
			assertThat(Confusables.skeleton(UCharacter.toString(UCharacter.toLowerCase(character))))
				.isEqualTo(skeleton);
		});
	}

	/**
	 * Ideographs and Hangul syllables are left out: they are many, and have no case.
	 */
	private static void forEachCharacter(IntConsumer test) {
		for (UnicodeSet.EntryRange range : new UnicodeSet(
				"[[:L:][:M:][:N:][:P:][:S:] & [:NFKC_Quick_Check=Yes:]" + " - [:Ideographic:] - [:Hangul:]]")
			.ranges()) {
			IntStream.rangeClosed(range.codepoint, range.codepointEnd).forEach(test);
		}
	}

}
