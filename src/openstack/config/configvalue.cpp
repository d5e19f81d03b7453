#include "openstack/config/configvalue.h"

#include <QtCore/QCoreApplication>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

constexpr int deepest = 24;
constexpr int mostValues = 20'000; ///< with anchors, a few lines can expand to billions of values
constexpr qsizetype largestFile = qsizetype{1024} * 1024;

QString configText(const char *text)
{
    return QCoreApplication::translate("oriel::openstack::Config", text);
}

QString fromStd(const std::string &text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

struct TooMuch
{
    int line;
};

/// Notes where a document and its content begin.
class DocumentProbe final : public YAML::EventHandler
{
public:
    YAML::Mark begin;
    std::optional<YAML::Mark> content;

    void OnDocumentStart(const YAML::Mark &mark) override
    {
        begin = mark;
        content.reset();
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &, YAML::anchor_t) override {}
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t) override { note(mark); }
    void OnScalar(const YAML::Mark &mark, const std::string &, YAML::anchor_t,
                  const std::string &) override
    {
        note(mark);
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t,
                         YAML::EmitterStyle::value) override
    {
        note(mark);
    }
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t,
                    YAML::EmitterStyle::value) override
    {
        note(mark);
    }
    void OnMapEnd() override {}

private:
    void note(const YAML::Mark &mark)
    {
        if (!content)
            content = mark;
    }
};

/// Where a second document with content begins. Not with LoadAll(): at a stray comma the parser
/// returns empty documents at the same position forever.
std::optional<YAML::Mark> secondDocument(const std::string &text)
{
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    DocumentProbe probe;
    for (int last = -1; parser.HandleNextDocument(probe); last = probe.begin.pos) {
        if (last >= 0 && probe.content)
            return probe.content;
        if (probe.begin.pos <= last)
            throw YAML::ParserException(probe.begin, "end of the document expected");
    }
    return std::nullopt;
}

class YamlReader
{
public:
    explicit YamlReader(QString file) : m_file(std::move(file)) {}

    ConfigValue read(const YAML::Node &node, int depth = 0)
    {
        ConfigValue value;
        value.file = m_file;
        value.line = node.Mark().line + 1;
        if (depth > deepest || ++m_count > mostValues)
            throw TooMuch{value.line};
        switch (node.Type()) {
        case YAML::NodeType::Undefined:
        case YAML::NodeType::Null:
            break;
        case YAML::NodeType::Scalar:
            value.kind = ConfigValue::Kind::Scalar;
            value.text = fromStd(node.Scalar());
            value.quoted = node.Tag() == "!";
            break;
        case YAML::NodeType::Sequence:
            value.kind = ConfigValue::Kind::List;
            for (const auto &item : node)
                value.items.push_back(read(item, depth + 1));
            break;
        case YAML::NodeType::Map:
            value.kind = ConfigValue::Kind::Map;
            readMembers(node, value, depth);
            break;
        }
        return value;
    }

private:
    void readMembers(const YAML::Node &node, ConfigValue &value, int depth)
    {
        std::vector<ConfigValue> beneath;
        for (const auto &member : node) {
            ConfigValue content = read(member.second, depth + 1);
            if (content.kind == ConfigValue::Kind::Null)
                content.line = member.first.Mark().line + 1;
            const QString key =
                member.first.IsScalar() ? fromStd(member.first.Scalar()) : QString();
            if (key == "<<"_L1)
                beneath.push_back(std::move(content));
            else if (!key.isEmpty())
                add(value, key, std::move(content));
        }
        for (const ConfigValue &source : beneath) {
            if (source.kind == ConfigValue::Kind::List) {
                for (const ConfigValue &item : source.items)
                    addMissing(value, item);
            } else {
                addMissing(value, source);
            }
        }
    }

    static void add(ConfigValue &value, const QString &key, ConfigValue content)
    {
        for (const auto &[name, old] : value.members) {
            if (name == key)
                content.earlier = old.line;
        }
        value.set(key, std::move(content));
    }

    static void addMissing(ConfigValue &value, const ConfigValue &source)
    {
        for (const auto &[key, content] : source.members) {
            const bool there = std::ranges::any_of(
                value.members, [&key = key](const auto &member) { return member.key == key; });
            if (!there)
                value.members.push_back({key, content});
        }
    }

    QString m_file;
    int m_count = 0;
};

} // namespace

const ConfigValue *ConfigValue::find(const QString &key) const
{
    const auto found =
        std::ranges::find_if(members, [&key](const auto &member) { return member.key == key; });
    return found == members.end() || found->value.kind == Kind::Null ? nullptr : &found->value;
}

void ConfigValue::set(const QString &key, ConfigValue value)
{
    const auto found =
        std::ranges::find_if(members, [&key](const auto &member) { return member.key == key; });
    if (found == members.end())
        members.push_back({key, std::move(value)});
    else
        found->value = std::move(value);
}

void ConfigValue::remove(const QString &key)
{
    std::erase_if(members, [&key](const auto &member) { return member.key == key; });
}

ConfigValue ConfigValue::scalar(const QString &text, const QString &label)
{
    ConfigValue value;
    value.kind = Kind::Scalar;
    value.text = text;
    value.label = label;
    return value;
}

ConfigValue mergedDeep(const ConfigValue &under, const ConfigValue &over)
{
    if (!under.isMap() || !over.isMap())
        return over;
    ConfigValue merged = under;
    for (const auto &[key, value] : over.members) {
        const ConfigValue *old = under.find(key);
        merged.set(key, old ? mergedDeep(*old, value) : value);
    }
    return merged;
}

ConfigValue mergedAuth(const ConfigValue &under, const ConfigValue &over)
{
    ConfigValue merged = under;
    merged.kind = ConfigValue::Kind::Map;
    merged.file = over.file;
    merged.line = over.line;
    for (const auto &[key, value] : over.members) {
        const ConfigValue *old = key == "auth"_L1 ? under.find(key) : nullptr;
        if (old && old->isMap() && value.isMap()) {
            ConfigValue auth = *old;
            auth.file = value.file;
            auth.line = value.line;
            for (const auto &[name, content] : value.members)
                auth.set(name, content);
            merged.set(key, std::move(auth));
        } else {
            merged.set(key, value);
        }
    }
    return merged;
}

ConfigValue withNormalKeys(ConfigValue value)
{
    const auto members = std::exchange(value.members, {});
    for (const auto &[key, content] : members)
        value.set(QString(key).replace(u'-', u'_'), withNormalKeys(content));
    return value;
}

QStringList repeatedKeys(const ConfigValue &root)
{
    QStringList found;
    for (const auto &[key, value] : root.members) {
        if (value.earlier > 0) {
            const QString what =
                configText(QT_TRANSLATE_NOOP("oriel::openstack::Config",
                                             "“%1” was already given in line %2. Only the later "
                                             "value is used."))
                    .arg(key, QString::number(value.earlier));
            found.append(configurationError(value.file, value.line, what).message);
        }
        found += repeatedKeys(value);
    }
    return found;
}

Result<ConfigValue> readConfig(const QByteArray &text, const QString &file)
{
    if (text.size() > largestFile) {
        return configurationError(
            file, 0,
            configText(QT_TRANSLATE_NOOP("oriel::openstack::Config",
                                         "the file is too large for a configuration")));
    }
    try {
        const std::string content = text.toStdString();
        if (const auto second = secondDocument(content)) {
            return configurationError(
                file, second->line + 1,
                configText(QT_TRANSLATE_NOOP("oriel::openstack::Config",
                                             "a second YAML document begins here, after “---”. The "
                                             "file may hold only one: put all clouds under one "
                                             "“clouds:”.")));
        }
        return YamlReader(file).read(YAML::Load(content));
    } catch (const YAML::Exception &problem) {
        const int line = problem.mark.is_null() ? 0 : problem.mark.line + 1;
        return configurationError(
            file, line,
            configText(QT_TRANSLATE_NOOP("oriel::openstack::Config", "this is not valid YAML: %1"))
                .arg(fromStd(problem.msg)));
    } catch (const TooMuch &problem) {
        return configurationError(
            file, problem.line,
            configText(QT_TRANSLATE_NOOP("oriel::openstack::Config",
                                         "the file has too many values, or refers to itself")));
    }
}

Error configurationError(const QString &file, int line, const QString &what)
{
    Error error;
    error.kind = ErrorKind::Configuration;
    if (file.isEmpty()) {
        error.message = what;
    } else if (line <= 0) {
        error.message =
            //: %1: a file; %2: a message
            configText(QT_TRANSLATE_NOOP("oriel::openstack::Config", "%1: %2")).arg(file, what);
    } else {
        //: %1: a file; %3: a message
        error.message = configText(QT_TRANSLATE_NOOP("oriel::openstack::Config", "%1, line %2: %3"))
                            .arg(file, QString::number(line), what);
    }
    return error;
}

} // namespace oriel::openstack
