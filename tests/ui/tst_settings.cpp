#include "ui/dialogs/preferences.h"
#include "ui/window/desktopnotifier.h"
#include "ui/window/gettingstarted.h"
#include "ui/window/settingsdialog.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtDBus/QDBusMessage>
#include <QtGui/QScreen>
#include <QtTest/QtTest>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLayout>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>

using namespace Qt::StringLiterals;
using namespace oriel;

namespace {

/// Keeps what the desktop would be told.
class FakeNotifier final : public ui::DesktopNotifier
{
public:
    using DesktopNotifier::DesktopNotifier;
    QStringList titles;

protected:
    void send(const QDBusMessage &message) override
    {
        titles.append(message.arguments().value(3).toString());
    }
};

} // namespace

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsChosenHoldsAtOnce()
    {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(u"oriel.ini"_s), QSettings::IniFormat);
        const ui::Preferences preferences(settings);
        QCOMPARE(preferences.keepDays(), std::optional(7));
        QVERIFY(preferences.shutsOffFirst());
        QVERIFY(preferences.notifies());

        ui::SettingsDialog dialog(settings, ui::Theme::Scheme::Dark);
        QSignalSpy scheme(&dialog, &ui::SettingsDialog::schemeChosen);
        const auto choose = [&dialog](const char *name, const QString &text) {
            auto *choice = dialog.findChild<QComboBox *>(QString::fromLatin1(name));
            const int index = choice->findText(text);
            QVERIFY2(index >= 0, qPrintable(text));
            choice->setCurrentIndex(index);
        };
        QCOMPARE(dialog.findChild<QComboBox *>(u"appearance"_s)->currentText(), u"Dark"_s);
        choose("appearance", u"Light"_s);
        QCOMPARE(scheme.size(), 1);
        QCOMPARE(scheme.front().front().value<ui::Theme::Scheme>(), ui::Theme::Scheme::Light);
        auto *days = dialog.findChild<QComboBox *>(u"keepDays"_s);
        days->setCurrentIndex(days->findData(30));
        QCOMPARE(preferences.keepDays(), std::optional(30));
        choose("keepDays", u"No date"_s);
        QCOMPARE(preferences.keepDays(), std::optional<int>());
        choose("shutOff", u"Keep the instance running"_s);
        QVERIFY(!preferences.shutsOffFirst());
        dialog.findChild<QCheckBox *>(u"notifications"_s)->setChecked(false);
        QVERIFY(!preferences.notifies());

        const ui::SettingsDialog again(settings, ui::Theme::Scheme::Light);
        QCOMPARE(again.findChild<QComboBox *>(u"keepDays"_s)->currentText(), u"No date"_s);
        QCOMPARE(again.findChild<QComboBox *>(u"shutOff"_s)->currentIndex(), 1);
        QVERIFY(!again.findChild<QCheckBox *>(u"notifications"_s)->isChecked());
    }

    void aNumberOfDaysOfTheUsersOwnIsKept()
    {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(u"oriel.ini"_s), QSettings::IniFormat);
        settings.setValue(u"snapshots/keepDays"_s, 10);
        const ui::SettingsDialog dialog(settings, ui::Theme::Scheme::System);
        const auto *days = dialog.findChild<QComboBox *>(u"keepDays"_s);
        QCOMPARE(days->currentData().toInt(), 10);
        // It stands where it belongs, and "No date" last.
        QCOMPARE(days->itemData(days->currentIndex() - 1).toInt(), 7);
        QCOMPARE(days->itemData(days->currentIndex() + 1).toInt(), 14);
        for (const QString &odd : {u"-3"_s, u"soon"_s}) {
            settings.setValue(u"snapshots/keepDays"_s, odd);
            QCOMPARE(ui::Preferences(settings).keepDays(), std::optional(7));
        }
    }

    void theHelpFitsTheScreen()
    {
        ui::GettingStarted help(nullptr);
        help.show();
        const QSize screen = help.screen()->availableSize();
        QVERIFY(help.height() < screen.height() && help.width() < screen.width());
        const auto *scroll = help.findChild<QScrollArea *>();
        const int contents =
            scroll->widget()->layout()->totalHeightForWidth(scroll->viewport()->width());
        QTRY_VERIFY(scroll->viewport()->height() <= contents);
    }

    void enterClosesIt()
    {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(u"oriel.ini"_s), QSettings::IniFormat);
        ui::SettingsDialog dialog(settings, ui::Theme::Scheme::System);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        for (const QWidget *field : dialog.findChildren<QComboBox *>())
            QVERIFY(!field->accessibleName().isEmpty());
        QTest::keyClick(dialog.findChild<QCheckBox *>(), Qt::Key_Return);
        QVERIFY(!dialog.isVisible());
    }

    void notificationsComeOnlyWhereTheyAreWanted()
    {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(u"oriel.ini"_s), QSettings::IniFormat);
        ui::Preferences preferences(settings);
        FakeNotifier notifier(settings);
        preferences.setNotifies(false);
        notifier.show(u"unwanted"_s, {}, false);
        preferences.setNotifies(true);
        notifier.show(u"wanted"_s, {}, false);
        QCOMPARE(notifier.titles, QStringList{u"wanted"_s});
    }
};

QTEST_MAIN(TestSettings)
#include "tst_settings.moc"
