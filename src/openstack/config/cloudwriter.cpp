#include "openstack/config/cloudsloader.h"

#include "openstack/config/configvalue.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QRegularExpression>
#include <QtCore/QSaveFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

QString writerText(const char *text)
{
    return QCoreApplication::translate("oriel::openstack::Config", text);
}

/// A JSON string, which is a YAML one as well.
QString yamlString(const QString &text)
{
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.sliced(1, list.size() - 2));
}

class YamlLines
{
public:
    void add(int depth, const QString &key, const QString &value)
    {
        if (!value.isEmpty())
            m_lines.append({depth, key + ": "_L1 + yamlString(value)});
    }
    void open(int depth, const QString &key) { m_lines.append({depth, key + u':'}); }
    void item(int depth, const QString &text) { m_lines.append({depth, "- "_L1 + text}); }

    [[nodiscard]] QString text(int indent, int step) const
    {
        QString text;
        for (const auto &[depth, line] : m_lines)
            text += QString(indent + depth * step, u' ') + line + u'\n';
        return text;
    }

private:
    QList<std::pair<int, QString>> m_lines;
};

QString authTypeOf(AuthMethod method)
{
    switch (method) {
    case AuthMethod::Password:
        return u"password"_s;
    case AuthMethod::Token:
        return u"token"_s;
    case AuthMethod::ApplicationCredential:
        return u"v3applicationcredential"_s;
    case AuthMethod::Totp:
        return u"v3totp"_s;
    case AuthMethod::Multifactor:
        return u"v3multifactor"_s;
    }
    return {};
}

YamlLines linesOf(const CloudConfig &cloud)
{
    YamlLines lines;
    const AuthConfig &auth = cloud.auth;
    lines.open(0, yamlString(cloud.name));
    lines.add(1, u"auth_type"_s, authTypeOf(cloud.method));
    if (cloud.method == AuthMethod::Multifactor) {
        lines.open(1, u"auth_methods"_s);
        for (const QString &method : {u"v3password"_s, u"v3totp"_s})
            lines.item(2, method);
    }
    lines.open(1, u"auth"_s);
    lines.add(2, u"auth_url"_s, auth.authUrl.toString());
    lines.add(2, u"user_id"_s, auth.userId);
    lines.add(2, u"username"_s, auth.username);
    lines.add(2, u"user_domain_id"_s, auth.userDomainId);
    lines.add(2, u"user_domain_name"_s, auth.userDomainName);
    lines.add(2, u"application_credential_id"_s, auth.applicationCredentialId);
    lines.add(2, u"application_credential_name"_s, auth.applicationCredentialName);
    lines.add(2, u"project_id"_s, auth.projectId);
    lines.add(2, u"project_name"_s, auth.projectName);
    lines.add(2, u"project_domain_id"_s, auth.projectDomainId);
    lines.add(2, u"project_domain_name"_s, auth.projectDomainName);
    lines.add(2, u"domain_id"_s, auth.domainId);
    lines.add(2, u"domain_name"_s, auth.domainName);
    lines.add(1, u"region_name"_s, cloud.region);
    lines.add(1, u"interface"_s, cloud.interface);
    lines.add(1, u"cacert"_s, cloud.caCertificate);
    lines.add(1, u"cert"_s, cloud.certificate);
    lines.add(1, u"key"_s, cloud.privateKey);
    if (!cloud.verify)
        lines.add(1, u"verify"_s, u"false"_s);
    for (auto entry = cloud.services.begin(); entry != cloud.services.end(); ++entry) {
        const QString service = QString(entry.key()).replace(u'-', u'_');
        lines.add(1, service + "_endpoint_override"_L1, entry->endpointOverride);
        lines.add(1, service + "_api_version"_L1, entry->apiVersion);
        lines.add(1, service + "_interface"_L1, entry->interface);
        lines.add(1, service + "_region_name"_L1, entry->region);
        lines.add(1, service + "_service_type"_L1, entry->type);
        lines.add(1, service + "_service_name"_L1, entry->name);
    }
    return lines;
}

/// The names of the clouds in a file's text.
Result<QStringList> cloudNames(const QByteArray &text, const QString &path)
{
    const auto root = readConfig(text, path);
    if (!root)
        return root.error();
    QStringList names;
    if (const ConfigValue *clouds = root->find(u"clouds"_s)) {
        for (const auto &member : clouds->members)
            names.append(member.key);
    }
    return names;
}

/// `text` with the cloud as the first one after the line "clouds:"; all else stays as it is.
std::optional<QString> withCloud(const QString &text, const CloudConfig &cloud)
{
    const YamlLines lines = linesOf(cloud);
    static const QRegularExpression line(u"^clouds:[ \\t]*(#[^\\n]*)?(\\r?\\n|$)"_s,
                                         QRegularExpression::MultilineOption);
    const auto match = line.match(text);
    if (!match.hasMatch()) {
        static const QRegularExpression anyKey(u"^[^#\\s]"_s, QRegularExpression::MultilineOption);
        if (anyKey.match(text).hasMatch() && text.contains("clouds"_L1))
            return std::nullopt;
        const QString gap = text.isEmpty() || text.endsWith(u'\n') ? QString() : u"\n"_s;
        return text + gap + "clouds:\n"_L1 + lines.text(2, 2);
    }
    // As deep as the clouds that are there.
    static const QRegularExpression firstChild(u"\\G(?:[ \\t]*(?:#[^\\n]*)?\\r?\\n)*( +)[^\\s#]"_s);
    const auto child = firstChild.match(text, match.capturedEnd());
    const int indent = child.hasMatch() ? static_cast<int>(child.capturedLength(1)) : 2;
    QString before = text.first(match.capturedEnd());
    if (!before.endsWith(u'\n'))
        before += u'\n';
    return before + lines.text(indent, 2) + text.sliced(match.capturedEnd());
}

} // namespace

QString cloudAsYaml(const CloudConfig &cloud)
{
    return "clouds:\n"_L1 + linesOf(cloud).text(2, 2);
}

Result<Nothing> appendCloud(const QString &path, const CloudConfig &cloud)
{
    QByteArray old;
    const bool isNew = !QFileInfo::exists(path);
    if (!isNew) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return configurationError(path, 0, file.errorString());
        old = file.readAll();
    }
    auto names = cloudNames(old, path);
    if (!names)
        return names.error();
    if (names->contains(cloud.name)) {
        return configurationError(path, 0,
                                  writerText(QT_TRANSLATE_NOOP("oriel::openstack::Config",
                                                               "a cloud “%1” is there already"))
                                      .arg(cloud.name));
    }
    const auto text = withCloud(QString::fromUtf8(old), cloud);
    // What would be written is read back before it is: a file in another style stays untouched.
    const auto after = text ? cloudNames(text->toUtf8(), path) : Result<QStringList>(QStringList());
    QStringList expected = *names;
    expected.append(cloud.name);
    expected.sort();
    QStringList actual = after ? *after : QStringList();
    actual.sort();
    if (actual != expected) {
        return configurationError(
            path, 0,
            writerText(QT_TRANSLATE_NOOP(
                "oriel::openstack::Config",
                "the file is written in a style that cannot be added to safely; please add the "
                "cloud by hand")));
    }
    if (!QDir().mkpath(QFileInfo(path).absolutePath())) {
        return configurationError(
            path, 0,
            writerText(QT_TRANSLATE_NOOP("oriel::openstack::Config", "the folder cannot be made")));
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return configurationError(path, 0, file.errorString());
    if (isNew)
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    file.write(text->toUtf8());
    if (!file.commit())
        return configurationError(path, 0, file.errorString());
    return Nothing{};
}

} // namespace oriel::openstack
