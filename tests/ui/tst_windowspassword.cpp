#include "net/apiclient.h"
#include "openstack/compute/createserver.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/keypair.h"
#include "openstack/compute/windowspassword.h"
#include "openstack/image/image.h"
#include "support/democloudfixture.h"
#include "support/uifixture.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/windowspassworddialog.h"

#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtGui/QClipboard>
#include <QtTest/QtTest>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;
using namespace oriel;

namespace {

/// An instance with Windows, and the key pair that it was launched with, in files.
struct Fixture
{
    Fixture()
    {
        window.resize(1000, 700);
        window.show();
        key = makeKey(u"windows"_s, {});
        QFile publicKey(key + u".pub"_s);
        if (!publicKey.open(QIODevice::ReadOnly))
            qFatal("no public key");
        cloud.get(openstack::Create<openstack::KeyPair>{
            {{u"name"_s, u"windows"_s},
             {u"public_key"_s, QString::fromUtf8(publicKey.readAll()).trimmed()}}});
    }

    QString makeKey(const QString &name, const QString &passphrase)
    {
        const QString path = folder.filePath(name);
        QProcess keygen;
        keygen.start(u"ssh-keygen"_s, {u"-q"_s, u"-t"_s, u"rsa"_s, u"-b"_s, u"2048"_s, u"-m"_s,
                                       u"PEM"_s, u"-N"_s, passphrase, u"-f"_s, path});
        if (!keygen.waitForFinished() || keygen.exitCode() != 0)
            qFatal("ssh-keygen fails");
        return path;
    }

    /// Launches it; with its password if `ready`.
    void launch(bool ready)
    {
        QString imageId;
        for (const auto &image : cloud.get(openstack::List<openstack::Image>{}).items) {
            if (image.name == "windows-server-2022"_L1)
                imageId = image.id;
        }
        QString flavorId;
        for (const auto &flavor : cloud.get(openstack::List<openstack::Flavor>{}).items) {
            if (flavor.diskGiB >= 20 && flavor.ramMiB >= 2048)
                flavorId = flavor.id;
        }
        openstack::CreateServer create;
        create.name = u"win-1"_s;
        create.imageId = imageId;
        create.flavorId = flavorId;
        create.keyName = u"windows"_s;
        server = cloud.get(create).id;
        const bool built = cloud.pump([this] {
            return cloud.get(openstack::Get<openstack::Server>{server}).status == "ACTIVE"_L1;
        });
        if (!built)
            qFatal("it is not built");
        if (ready)
            cloud.clock.advance(std::chrono::minutes(1));
        cloud.stores->servers.upsert({cloud.get(openstack::Get<openstack::Server>{server})});
    }

    ui::WindowsPasswordDialog *open()
    {
        auto *dialog = new ui::WindowsPasswordDialog(around.context, server, &window);
        dialog->open();
        cloud.pump(
            [&] { return !note(dialog, u"windowsPasswordState"_s).startsWith("Looking"_L1); });
        return dialog;
    }
    static QString note(const QWidget *in, const QString &name)
    {
        return in->findChild<ui::NotePanel *>(name)->text();
    }
    static void press(QDialog *dialog)
    {
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"confirm"_s), Qt::LeftButton);
    }

    test::DemoCloudFixture cloud;
    test::UiFixture around{*cloud.client, *cloud.stores, cloud.center, cloud.clock};
    QTemporaryDir folder;
    QMainWindow window;
    QString key;
    QString server;
};

} // namespace

/// From the password that Windows has posted to the one that is shown.
class TestWindowsPasswordDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"ssh-keygen"_s).isEmpty())
            QSKIP("there is no ssh-keygen");
    }
    void itIsDecryptedAndForgotten();
    void whatIsWrongIsTold();
    void thereIsNoneYet();
};

void TestWindowsPasswordDialog::itIsDecryptedAndForgotten()
{
    Fixture f;
    f.launch(true);
    QPointer<ui::WindowsPasswordDialog> dialog = f.open();
    QVERIFY(Fixture::note(dialog, u"windowsPasswordState"_s).contains("windows"_L1));
    auto *button = dialog->findChild<QPushButton *>(u"confirm"_s);
    QVERIFY(!button->isEnabled());
    auto *file = dialog->findChild<QLineEdit *>(u"keyFile"_s);
    file->setText(f.key);
    QVERIFY(button->isEnabled());
    Fixture::press(dialog);
    auto *password = dialog->findChild<QLineEdit *>(u"windowsPasswordText"_s);
    QVERIFY(password->isVisible());
    const QString shown = password->text();
    QVERIFY(!shown.isEmpty());
    QFile key(f.key);
    QVERIFY(key.open(QIODevice::ReadOnly));
    QCOMPARE(openstack::decryptPassword(f.cloud.get(openstack::GetServerPassword{f.server}),
                                        key.readAll())
                 .password,
             shown);
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"windowsPasswordCopy"_s), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), shown);
    file->setText(f.key + u'x'); // another file: the password does not stay
    QVERIFY(!password->isVisible());
    QVERIFY(password->text().isEmpty());
    QVERIFY(f.cloud.center.operations().empty());
    dialog->reject();
    QTRY_VERIFY(dialog.isNull());
}

void TestWindowsPasswordDialog::whatIsWrongIsTold()
{
    Fixture f;
    f.launch(true);
    auto *dialog = f.open();
    auto *file = dialog->findChild<QLineEdit *>(u"keyFile"_s);
    const auto said = [&](const QString &path) {
        file->setText(path);
        Fixture::press(dialog);
        return Fixture::note(dialog, u"windowsPasswordProblem"_s);
    };
    QVERIFY(said(f.folder.filePath(u"none"_s)).contains("cannot be read"_L1));
    QVERIFY(said(f.key + u".pub"_s).startsWith("This is a public key."_L1));
    const QString wrong = said(f.makeKey(u"other"_s, {}));
    QVERIFY2(wrong.startsWith("This key does not fit."_L1) && wrong.contains("windows"_L1),
             qPrintable(wrong));
    QVERIFY(said(f.makeKey(u"locked"_s, u"opensesame"_s)).startsWith("The key is protected."_L1));
    auto *passphrase = dialog->findChild<QLineEdit *>(u"passphrase"_s);
    passphrase->setText(u"wrong"_s);
    Fixture::press(dialog);
    QCOMPARE(Fixture::note(dialog, u"windowsPasswordProblem"_s), u"The passphrase is wrong."_s);
    QVERIFY(!dialog->findChild<QLineEdit *>(u"windowsPasswordText"_s)->isVisible());
}

void TestWindowsPasswordDialog::thereIsNoneYet()
{
    Fixture f;
    f.launch(false);
    auto *dialog = f.open();
    QVERIFY(Fixture::note(dialog, u"windowsPasswordState"_s)
                .startsWith("There is no password yet."_L1));
    auto *button = dialog->findChild<QPushButton *>(u"confirm"_s);
    QCOMPARE(button->text(), u"Check again"_s);
    QVERIFY(button->isEnabled());
    QVERIFY(f.cloud.pump([&] { return button->text() == "Decrypt"_L1; }));
    QVERIFY(Fixture::note(dialog, u"windowsPasswordState"_s).contains("is encrypted"_L1));
}

QTEST_MAIN(TestWindowsPasswordDialog)
#include "tst_windowspassword.moc"
