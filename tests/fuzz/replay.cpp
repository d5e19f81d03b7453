// Runs a fuzz target over files, without a fuzzer: the seeds, and whatever was found once.

#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QFile>

#include <cstdio>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace {

bool replay(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        std::fprintf(stderr, "%s cannot be read\n", qPrintable(path));
        return false;
    }
    const QByteArray bytes = file.readAll();
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t *>(bytes.constData()),
                           static_cast<std::size_t>(bytes.size()));
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    int count = 0;
    for (int i = 1; i < argc; ++i) {
        const QString path = QFile::decodeName(argv[i]);
        if (!QFileInfo(path).isDir()) {
            if (!replay(path))
                return 1;
            ++count;
            continue;
        }
        QDirIterator files(path, QDir::Files, QDirIterator::Subdirectories);
        for (; files.hasNext(); ++count) {
            if (!replay(files.next()))
                return 1;
        }
    }
    if (count == 0) {
        std::fprintf(stderr, "no input\n");
        return 1;
    }
    std::printf("%d inputs\n", count);
    return 0;
}
