package dev.countersign.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RestController;

/** Where things live and how they are named. */
class ShapesTest {

    private static final String VAGUE_NAMES = ".*(Impl|Manager|Helper|Utils?|Dto|DTO|Service|Facade)";

    @Test
    void controllersLiveInWebPackages() {
        classes()
                .that()
                .areMetaAnnotatedWith(Controller.class)
                .should()
                .resideInAPackage("..web..")
                .andShould()
                .notBePublic()
                .check(CodeBase.classes());
    }

    @Test
    void nobodyCallsAController() {
        noClasses()
                .that()
                .areNotAnnotatedWith(RestController.class)
                .should()
                .dependOnClassesThat()
                .areMetaAnnotatedWith(RestController.class)
                .check(CodeBase.classes());
    }

    @Test
    void mappersArePackagePrivate() {
        classes()
                .that()
                .areAnnotatedWith(Mapper.class)
                .should()
                .bePackagePrivate()
                .check(CodeBase.classes());
    }

    @Test
    void onlyMappersCarrySql() {
        noClasses()
                .that()
                .areNotAnnotatedWith(Mapper.class)
                .should()
                .dependOnClassesThat()
                .haveNameMatching("org\\.apache\\.ibatis\\.annotations\\.(Select|Insert|Update|Delete)")
                .check(CodeBase.classes());
    }

    @Test
    void collaboratorsComeThroughTheConstructor() {
        noFields()
                .should()
                .beAnnotatedWith(Autowired.class)
                .orShould()
                .beAnnotatedWith(Value.class)
                .orShould()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("jakarta.annotation.Resource")
                .check(CodeBase.classes());
    }

    @Test
    void namesSayWhatATypeIs() {
        noClasses().should().haveSimpleNameEndingWith("Impl").check(CodeBase.classes());
        assertThat(CodeBase.classes().stream()
                        .filter(type -> !type.isAnonymousClass())
                        .map(JavaClass::getSimpleName)
                        .filter(name -> name.matches(VAGUE_NAMES)))
                .isEmpty();
    }

    @Test
    void mostTypesAreTheirModulesOwnBusiness() {
        List<JavaClass> types = CodeBase.classes().stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .toList();
        List<String> open = types.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(HasName::getName)
                .toList();
        assertThat(open.size() * 100 / types.size())
                .as("percentage of top-level types that are public: %s", open)
                .isLessThanOrEqualTo(40);
    }
}
