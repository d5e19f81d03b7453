#pragma once

#include "base/literals.h"
#include "openstack/config/cloudconfig.h"

#include <QtCore/QMap>
#include <QtCore/QString>

#include <vector>

namespace oriel::forms {

/// What "Other cloud…" asks for, without the widgets: fields, validation with a sentence per field,
/// and the CloudConfig that is made of it. Holds secrets while it lives; never logs them.
class SignInForm
{
public:
    enum class Method { Password, ApplicationCredential };
    enum class Field {
        AuthUrl,
        UserName,
        UserDomain,
        Password,
        Project,
        ProjectDomain,
        CredentialId,
        CredentialSecret,
        Region,
    };

    [[nodiscard]] Method method() const { return m_method; }
    void setMethod(Method method) { m_method = method; }

    /// The fields of the chosen method, in the order in which they are shown.
    [[nodiscard]] std::vector<Field> fields() const;
    [[nodiscard]] static QString label(Field field);
    /// What stands in the empty field as an example; may be empty.
    [[nodiscard]] static QString placeholder(Field field);
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

    /// Blanks at the ends left out, except in secrets. Only where problem() is empty. Named after
    /// the host.
    [[nodiscard]] openstack::CloudConfig config() const;

private:
    [[nodiscard]] QString trimmed(Field field) const { return value(field).trimmed(); }

    Method m_method = Method::Password;
    QMap<Field, QString> m_values{{Field::UserDomain, u"Default"_s},
                                  {Field::ProjectDomain, u"Default"_s}};
};

} // namespace oriel::forms
