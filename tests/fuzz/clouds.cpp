// Clouds files: clouds.yaml, secure.yaml, clouds-public.yaml and the environment (NAME=VALUE, one a
// line), divided by lines of "%%"; read as the programs read them, and what was understood is made
// a sign-in and written again.

#include "openstack/config/cloudsloader.h"
#include "openstack/config/configvalue.h"
#include "openstack/identity/tokenrequest.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

#include <array>
#include <cstdlib>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::openstack;

namespace {

constexpr auto separator = "\n%%\n";

QString fileName(const char *name)
{
    static const QTemporaryDir folder(u"/dev/shm/oriel-fuzz-XXXXXX"_s);
    return folder.filePath(QString::fromLatin1(name));
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size > 16'384)
        return 0;
    QByteArray rest(reinterpret_cast<const char *>(data), static_cast<int>(size));
    const auto next = [&rest] {
        const qsizetype end = rest.indexOf(separator);
        const QByteArray part = rest.left(end);
        rest = end < 0 ? QByteArray() : rest.mid(end + 4);
        return part;
    };
    static const QString clouds = fileName("clouds.yaml");
    write(clouds, next());
    write(fileName("secure.yaml"), next());
    write(fileName("clouds-public.yaml"), next());
    Environment environment;
    environment.workingDirectory = clouds.section(u'/', 0, -2);
    environment.homeDirectory = environment.userConfigDirectory = u"/nonexistent"_s;
    for (const QByteArray &line : rest.split('\n')) {
        if (const qsizetype equals = line.indexOf('='); equals > 0 && line.startsWith("OS_"))
            environment.variables.insert(QString::fromUtf8(line.left(equals)),
                                         QString::fromUtf8(line.mid(equals + 1)));
    }
    environment.variables.insert(u"OS_CLIENT_CONFIG_FILE"_s, clouds);
    const auto list = CloudsLoader::load(environment);
    if (!list.ok())
        return 0;
    for (const FoundCloud &found : list->clouds) {
        const auto cloud = list->find(found.name);
        if (!cloud.ok())
            continue;
        [[maybe_unused]] const bool complete = tokenRequest(*cloud).ok();
    }
    return 0;
}
