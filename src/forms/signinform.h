#pragma once

#include "base/error.h"
#include "base/literals.h"
#include "openstack/config/cloudconfig.h"

#include <QtCore/QMap>
#include <QtCore/QString>

#include <vector>

namespace oriel::forms {

/// The sign-in form without widgets: fields, validation with a sentence per field, and the
/// resulting CloudConfig. Either for a complete cloud, or for what a file does not contain.
/// Contains secrets; never log it.
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

    /// For a complete cloud.
    SignInForm() = default;
    /// For what is missing in `known`, except secrets. `asked`: the questions in its file
    /// (openstack::FoundCloud::asked).
    SignInForm(const openstack::CloudConfig &known, const QMap<QString, QString> &asked);

    /// Whether the form is for a complete cloud, so that the method can be chosen.
    [[nodiscard]] bool isWhole() const { return m_whole; }
    [[nodiscard]] Method method() const { return m_method; }
    void setMethod(Method method) { m_method = method; }

    /// The fields to fill in, in the order in which they are shown.
    [[nodiscard]] std::vector<Field> fields() const;
    [[nodiscard]] bool has(Field field) const;
    [[nodiscard]] static QString label(Field field);
    /// The example shown in the empty field; may be empty.
    [[nodiscard]] QString placeholder(Field field) const;
    [[nodiscard]] static bool isSecret(Field field);

    /// As typed.
    [[nodiscard]] QString value(Field field) const { return m_values.value(field); }
    void setValue(Field field, const QString &value) { m_values.insert(field, value); }

    /// Empty if the field is valid; otherwise what is wrong, as a sentence.
    [[nodiscard]] QString problem(Field field) const;
    /// The first field's problem; empty if the form is complete.
    [[nodiscard]] QString problem() const;
    /// A warning before signing in: a password over plain HTTP.
    [[nodiscard]] QString caution() const;
    /// The field that most likely needs correction after this error.
    [[nodiscard]] Field fieldToCorrect(const Error &error) const;

    /// Without leading and trailing spaces, except in secrets. Requires an empty problem(). Named
    /// after the host, unless it has a name. Contains the address as typed: see
    /// openstack::IdentityFinder.
    [[nodiscard]] openstack::CloudConfig config() const;

private:
    [[nodiscard]] QString trimmed(Field field) const { return value(field).trimmed(); }

    bool m_whole = true;
    openstack::CloudConfig m_known;
    std::vector<Field> m_missing;       ///< in m_known
    QMap<Field, QString> m_questions{}; ///< from the file
    Method m_method = Method::Password;
    QMap<Field, QString> m_values{{Field::UserDomain, u"Default"_s},
                                  {Field::ProjectDomain, u"Default"_s}};
};

} // namespace oriel::forms
