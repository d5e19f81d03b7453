#include "models/tone.h"
#include "ui/theme/colors.h"
#include "ui/theme/desktopscheme.h"
#include "ui/theme/iconengine.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtCore/QDirIterator>
#include <QtCore/QRegularExpression>
#include <QtGui/QPainter>
#include <QtSvg/QSvgRenderer>
#include <QtTest/QtTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStyle>
#include <QtWidgets/QStyleOption>
#include <QtWidgets/QToolTip>

#include <array>

using namespace Qt::StringLiterals;
using namespace oriel;
using ui::Colors;
using ui::Theme;

/// The colours can be read, the icons are there and follow the scheme.
class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsContrast()
    {
        QCOMPARE(qRound(ui::contrast(Qt::black, Qt::white) * 100), 2100);
        QCOMPARE(qRound(ui::contrast(Qt::white, Qt::white) * 100), 100);
        // The well-known limit of grey on white.
        QVERIFY(ui::contrast(QColor(0x76, 0x76, 0x76), Qt::white) >= 4.5);
        QVERIFY(ui::contrast(QColor(0x77, 0x77, 0x77), Qt::white) < 4.5);
    }

    void textIsReadable_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void textIsReadable()
    {
        QFETCH(bool, dark);
        const Colors &colors = dark ? Colors::dark() : Colors::light();
        QVERIFY(ui::pairings().size() > 50);
        QStringList weak;
        for (const ui::Pairing &pair : ui::pairings()) {
            const double ratio = ui::contrast(colors[pair.text], colors[pair.background]);
            if (ratio < pair.least)
                weak << u"%1 on %2: %3, not %4"_s.arg(
                    colors[pair.text].name(), colors[pair.background].name(),
                    QString::number(ratio), QString::number(pair.least));
        }
        QVERIFY2(weak.isEmpty(), qPrintable(weak.join(u'\n')));
    }

    void paletteIsReadable_data() { textIsReadable_data(); }
    void paletteIsReadable()
    {
        QFETCH(bool, dark);
        const QPalette palette = (dark ? Colors::dark() : Colors::light()).palette();
        const std::vector<std::pair<QPalette::ColorRole, QPalette::ColorRole>> pairs{
            {QPalette::WindowText, QPalette::Window},
            {QPalette::Text, QPalette::Base},
            {QPalette::Text, QPalette::AlternateBase},
            {QPalette::ButtonText, QPalette::Button},
            {QPalette::HighlightedText, QPalette::Highlight},
            {QPalette::ToolTipText, QPalette::ToolTipBase},
            {QPalette::PlaceholderText, QPalette::Base},
            {QPalette::Link, QPalette::Base},
            {QPalette::BrightText, QPalette::Window}};
        for (const auto &[text, background] : pairs)
            QVERIFY2(
                ui::contrast(palette.color(text), palette.color(background)) >= 4.5,
                qPrintable(u"%1 on %2"_s.arg(QString::number(text), QString::number(background))));
    }

    void everyIconIsAPicture()
    {
        Theme theme(*qApp);
        QDirIterator icons(u":/oriel/icons"_s);
        int count = 0;
        while (icons.hasNext()) {
            const QString path = icons.next();
            QSvgRenderer svg(path);
            QVERIFY2(svg.isValid(), qPrintable(path));
            ++count;
        }
        QVERIFY(count > 20);
        QVERIFY(!ui::iconExists(u"no-such-icon"_s));
    }

    /// Whatever name the code asks for lies in the resources.
    void everyIconThatIsAskedForIsThere()
    {
        const Theme theme(*qApp);
        const QRegularExpression asked(u"(?:icon\\(|Icon\\(|show\\()\\s*u\"([a-z0-9-]+)\"_s"_s);
        QDirIterator files(QString::fromUtf8(ORIEL_SOURCES) + u"/ui"_s, {u"*.cpp"_s}, QDir::Files,
                           QDirIterator::Subdirectories);
        int found = 0;
        QStringList missing;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            auto matches = asked.globalMatch(QString::fromUtf8(file.readAll()));
            while (matches.hasNext()) {
                ++found;
                if (const QString name = matches.next().captured(1); !ui::iconExists(name))
                    missing << name + u" in "_s + file.fileName();
            }
        }
        QVERIFY(found > 20);
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
    }

    /// A to Z points up. Qt calls it SortDown.
    void theSortArrowPointsToTheFirst()
    {
        const Theme theme(*qApp);
        QStyleOptionHeader option;
        option.rect = QRect(0, 0, 16, 16);
        for (const bool ascending : {true, false}) {
            option.sortIndicator =
                ascending ? QStyleOptionHeader::SortDown : QStyleOptionHeader::SortUp;
            QImage image(16, 16, QImage::Format_RGB32);
            image.fill(Qt::white);
            {
                QPainter painter(&image);
                qApp->style()->drawPrimitive(QStyle::PE_IndicatorHeaderArrow, &option, &painter);
            }
            std::array<int, 2> inked{}; // the upper and the lower half
            for (int y = 0; y < 16; ++y) {
                for (int x = 0; x < 16; ++x)
                    inked[static_cast<std::size_t>(y / 8)] +=
                        image.pixelColor(x, y).lightness() < 200;
            }
            QVERIFY(inked[0] > 0 && inked[1] > 0); // it has a shaft
            QCOMPARE(inked[0] > inked[1], ascending);
        }
    }

    void iconsFollowTheScheme()
    {
        Theme theme(*qApp, Theme::Scheme::Light);
        const QIcon icon = theme.icon(u"server"_s);
        const auto darkest = [&icon] {
            const QImage image = icon.pixmap(32, 32).toImage();
            QColor out;
            int most = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    if (const QColor pixel = image.pixelColor(x, y); pixel.alpha() > most) {
                        most = pixel.alpha();
                        out = pixel;
                    }
                }
            }
            return out;
        };
        QVERIFY(darkest().lightnessF() < 0.3F);
        theme.setScheme(Theme::Scheme::Dark);
        QVERIFY(theme.dark());
        QVERIFY(darkest().lightnessF() > 0.7F);
        QVERIFY(qApp->palette().color(QPalette::Window).lightnessF() < 0.3F);
    }

    /// The cross of a line edit is one of ours, not one of whatever icon theme the desktop has.
    void theClearButtonIsOurs()
    {
        Theme theme(*qApp, Theme::Scheme::Light);
        const auto cross = [] {
            const QIcon icon = qApp->style()->standardIcon(QStyle::SP_LineEditClearButton);
            return icon.pixmap(24, 24).toImage();
        };
        QCOMPARE(cross(), theme.icon(u"x"_s, Theme::Color::TextSecondary).pixmap(24, 24).toImage());
        const QImage light = cross();
        theme.setScheme(Theme::Scheme::Dark);
        QCOMPARE(cross(), theme.icon(u"x"_s, Theme::Color::TextSecondary).pixmap(24, 24).toImage());
        QVERIFY(cross() != light);
    }

    /// Names come from the cloud, and a tooltip shows them.
    void tooltipsAreNoMarkup()
    {
        const Theme theme(*qApp);
        QWidget window;
        window.show();
        for (const QString &text :
             {u"<b>bold</b> & \"quoted\""_s, u"a & b"_s, u"<img src=\"file:///etc/passwd\">"_s}) {
            QToolTip::showText(QPoint(10, 10), text, &window);
            QLabel *tip = nullptr;
            for (QWidget *top : QApplication::topLevelWidgets()) {
                if (top->inherits("QTipLabel"))
                    tip = qobject_cast<QLabel *>(top);
            }
            QVERIFY(tip);
            QCOMPARE(tip->textFormat(), Qt::PlainText);
            QCOMPARE(tip->text(), text);
        }
        QToolTip::hideText();
    }

    void theDesktopsSchemeIsHeard()
    {
        qunsetenv("ORIEL_SCHEME");
        ui::DesktopScheme scheme;
        // As the session bus does it: by name, and only where the meta-object knows every type.
        const QMetaObject *meta = scheme.metaObject();
        const int slot = meta->indexOfSlot("settingChanged(QString,QString,QDBusVariant)");
        QVERIFY(slot >= 0);
        const QMetaMethod method = meta->method(slot);
        for (int i = 0; i < method.parameterCount(); ++i)
            QVERIFY2(method.parameterMetaType(i).isValid(),
                     method.parameterTypes().at(i).constData());
        QSignalSpy changed(&scheme, &ui::DesktopScheme::changed);
        const uint other = scheme.dark() ? 2 : 1;
        QVERIFY(method.invoke(&scheme, Q_ARG(QString, u"org.freedesktop.appearance"_s),
                              Q_ARG(QString, u"color-scheme"_s),
                              Q_ARG(QDBusVariant, QDBusVariant(other))));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(scheme.dark(), other == 1);
    }

    void enterPressesAButtonOutsideOfADialog()
    {
        const Theme theme(*qApp);
        QWidget window;
        QPushButton button(u"Go"_s, &window);
        QSignalSpy pressed(&button, &QPushButton::clicked);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        button.setFocus();
        QTest::keyClick(&button, Qt::Key_Return);
        QCOMPARE(pressed.size(), 1);
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
