#pragma once

#include "base/error.h"
#include "base/literals.h"
#include "openstack/config/cloudconfig.h"

#include <QtCore/QMap>
#include <QtCore/QString>

#include <vector>

namespace oriel::forms {

/// What the user fills in to sign in, without the widgets: fields, validation with a sentence per
/// field, and the CloudConfig that is made of it. Either all of a cloud, or what a file does not
/// say. Holds secrets while it lives; never logs them.
class SignInForm
{
public:
    enum class Method { Password, PasswordAndPasscode, ApplicationCredential };
    enum class Field {
        Address,
        UserName,
        UserDomain,
        Password,
        Passcode,
        Project,
        ProjectDomain,
        CredentialId,
        CredentialSecret,
        Region,
    };

    /// For all of a cloud.
    SignInForm() = default;
    /// For what is missing in `known`, secrets excepted. `asked` is what its file asks for
    /// (openstack::FoundCloud::asked).
    SignInForm(const openstack::CloudConfig &known, const QMap<QString, QString> &asked);

    /// Whether the form is for all of a cloud, and the method to be chosen.
    [[nodiscard]] bool isWhole() const { return m_whole; }
    [[nodiscard]] Method method() const { return m_method; }
    void setMethod(Method method) { m_method = method; }

    /// The fields to fill in, in the order in which they are shown.
    [[nodiscard]] std::vector<Field> fields() const;
    [[nodiscard]] bool has(Field field) const;
    [[nodiscard]] static QString label(Field field);
    /// What stands in the empty field as an example; may be empty.
    [[nodiscard]] QString placeholder(Field field) const;
    [[nodiscard]] static bool isSecret(Field field);

    /// As typed.
    [[nodiscard]] QString value(Field field) const { return m_values.value(field); }
    void setValue(Field field, const QString &value) { m_values.insert(field, value); }

    /// Empty where the field is good; otherwise what is wrong, in words.
    [[nodiscard]] QString problem(Field field) const;
    /// The first field's problem; empty where one can sign in.
    [[nodiscard]] QString problem() const;
    /// What should be thought about before signing in, though it can be done: a password over plain
    /// HTTP.
    [[nodiscard]] QString caution() const;
    /// The field that most likely has to be corrected after this error.
    [[nodiscard]] Field fieldToCorrect(const Error &error) const;

    /// Blanks at the ends left out, except in secrets. Only where problem() is empty. Named after
    /// the host, unless it has a name. The address is that which was typed: see
    /// openstack::IdentityFinder.
    [[nodiscard]] openstack::CloudConfig config() const;

private:
    [[nodiscard]] QString trimmed(Field field) const { return value(field).trimmed(); }

    bool m_whole = true;
    openstack::CloudConfig m_known;
    std::vector<Field> m_missing;       ///< in m_known
    QMap<Field, QString> m_questions{}; ///< of the file
    Method m_method = Method::Password;
    QMap<Field, QString> m_values{{Field::UserDomain, u"Default"_s},
                                  {Field::ProjectDomain, u"Default"_s}};
};

} // namespace oriel::forms
