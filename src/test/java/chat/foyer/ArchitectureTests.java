package chat.foyer;

import chat.foyer.store.Database;
import chat.foyer.store.Node;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

import org.springframework.stereotype.Controller;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rules of the house: one package a room, and who may know whom.
 */
@AnalyzeClasses(packagesOf = FoyerApplication.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final DescribedPredicate<JavaClass> NULL_MARKED_PACKAGE = describe("in a @NullMarked package",
			(type) -> type.getPackage().isAnnotatedWith(NullMarked.class));

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching("chat.(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule roomKnowsNoOtherPackageOfTheHouse = classes().that()
		.resideInAPackage("chat.foyer.room..")
		.should()
		.onlyDependOnClassesThat(resideOutsideOfPackage("chat.foyer..").or(resideInAPackage("chat.foyer.room..")));

	@ArchTest
	static final ArchRule messageKnowsNothingButRoomNodeAndDatabase = classes().that()
		.resideInAPackage("chat.foyer.message..")
		.should()
		.onlyDependOnClassesThat(resideOutsideOfPackage("chat.foyer..").or(resideInAPackage("chat.foyer.message.."))
			.or(resideInAPackage("chat.foyer.room.."))
			.or(equivalentTo(Node.class))
			.or(equivalentTo(Database.class)));

	@ArchTest
	static final ArchRule roomAndMessageKnowNothingOfTheWeb = noClasses().that()
		.resideInAnyPackage("chat.foyer.room..", "chat.foyer.message..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("jakarta.servlet..", "jakarta.websocket..", "org.springframework.http..",
				"org.springframework.messaging..", "org.springframework.security..", "org.springframework.web..",
				"org.thymeleaf..");

	@ArchTest
	static final ArchRule onlyLiveWritesToConnections = noClasses().that()
		.resideOutsideOfPackage("chat.foyer.live..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("jakarta.websocket..", "org.springframework.messaging..",
				"org.springframework.web.socket..");

	@ArchTest
	static final ArchRule controllersArePackagePrivate = classes().that()
		.areMetaAnnotatedWith(Controller.class)
		.should()
		.bePackagePrivate()
		.andShould()
		.haveSimpleNameEndingWith("Controller");

	@ArchTest
	static final ArchRule settingsAreRecords = classes().that()
		.haveSimpleNameEndingWith("Properties")
		.should()
		.beRecords();

	@ArchTest
	static final ArchRule packagesAreNullMarked = classes().should(be(NULL_MARKED_PACKAGE));

}
