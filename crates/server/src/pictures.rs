//! Pictures that people put on boards. Each is drawn anew before anybody gets it: what others fetch holds what is seen and
//! nothing else, neither where it was taken nor what a decoder could trip over.

use crate::sessions;
use anyhow::Result;
use image::{
    DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
    imageops::FilterType,
};
use room::{PictureId, Room};
use std::io::Cursor;
use store::{Document, Error, Store, kind};
use uuid::Uuid;

/// The most bytes that are taken of one.
pub(crate) const MOST_BYTES: usize = 12 * 1024 * 1024;
/// The most pixels that are decoded.
const MOST_PIXELS: u64 = 40_000_000;
/// The longer side of what is kept, in pixels.
const LONGEST: u32 = 2_048;
/// How close a photograph stays to what it was, of 100.
const QUALITY: u8 = 85;
/// Version of the documents.
const VERSION: u16 = 1;

/// Why something is not taken as a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoPicture {
    /// It is none, or of a kind that is not taken.
    Kind,
    /// It has too many pixels or bytes.
    Size,
    /// It is damaged.
    Broken,
}

/// A picture as it is kept.
pub(crate) struct Drawn {
    /// PNG or JPEG.
    pub(crate) bytes: Vec<u8>,
    /// Its width in pixels.
    pub(crate) width: u32,
    /// Its height in pixels.
    pub(crate) height: u32,
}

/// Draws a picture anew, upright and no larger than it has to be.
pub(crate) fn redrawn(bytes: &[u8]) -> Result<Drawn, NoPicture> {
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| NoPicture::Kind)?;
    let format = reader.format();
    if !matches!(format, Some(ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) {
        return Err(NoPicture::Kind);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_PIXELS * 8);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| NoPicture::Broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(NoPicture::Size);
    }
    let orientation = decoder.orientation().map_err(|_| NoPicture::Broken)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| NoPicture::Broken)?;
    if width.max(height) > LONGEST {
        image = image.resize(LONGEST, LONGEST, FilterType::Triangle);
    }
    image.apply_orientation(orientation);
    let (width, height) = (image.width(), image.height());
    let bytes = written(&image, format == Some(ImageFormat::Png)).map_err(|_| NoPicture::Broken)?;
    Ok(Drawn { bytes, width, height })
}

/// What is see-through stays so. Drawings and pictures of screens stay exact unless that takes far more room.
fn written(image: &DynamicImage, exact: bool) -> image::ImageResult<Vec<u8>> {
    let see_through = image.color().has_alpha() && image.to_rgba8().pixels().any(|pixel| pixel[3] < u8::MAX);
    let png = || {
        let mut png = vec![];
        image.to_rgba8().write_with_encoder(PngEncoder::new(&mut png)).map(|()| png)
    };
    if see_through {
        return png();
    }
    let mut jpeg = vec![];
    image.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY))?;
    if exact {
        let png = png()?;
        return Ok(if png.len() <= jpeg.len() * 2 { png } else { jpeg });
    }
    Ok(jpeg)
}

/// What a browser is told that it is.
pub(crate) fn media_type(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(&[0xFF, 0xD8]) { "image/jpeg" } else { "image/png" }
}

/// Keeps a picture as long as its session keeps what it is about; returns when that is durable.
pub(crate) async fn put(
    store: &dyn Store,
    session: Uuid,
    id: PictureId,
    bytes: Vec<u8>,
) -> Result<(), Error> {
    let document = document(session, id, bytes);
    sessions::durable(|done| store.put(document, done)).await
}

/// The bytes of a picture.
pub(crate) fn get(store: &dyn Store, PictureId(id): PictureId) -> Result<Option<Vec<u8>>, Error> {
    Ok(store.get(kind::PICTURE, Uuid::from_bytes(id))?.map(|document| document.body))
}

/// Deletes one.
pub(crate) async fn delete(store: &dyn Store, PictureId(id): PictureId) -> Result<(), Error> {
    sessions::durable(|done| store.delete(kind::PICTURE, Uuid::from_bytes(id), done)).await.map(drop)
}

/// The pictures that boards show to everybody, as they are kept.
pub(crate) fn shown(store: &dyn Store, room: &Room) -> Result<Vec<Document>, Error> {
    let mut shown: Vec<_> = room.board.boards.values().flat_map(|board| board.shown_pictures()).collect();
    shown.sort_unstable();
    shown.dedup();
    let documents = shown.into_iter().map(|PictureId(id)| store.get(kind::PICTURE, Uuid::from_bytes(id)));
    documents.filter_map(Result::transpose).collect()
}

fn document(session: Uuid, PictureId(id): PictureId, body: Vec<u8>) -> Document {
    let (kind, id) = (kind::PICTURE.to_owned(), Uuid::from_bytes(id));
    Document { kind, id, session: Some(session), version: VERSION, body }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgba, RgbaImage};

    fn png(image: &RgbaImage) -> Vec<u8> {
        let mut bytes = vec![];
        image.write_with_encoder(PngEncoder::new(&mut bytes)).unwrap();
        bytes
    }

    /// Nothing like it is in a photograph, and hardly anything makes PNG larger.
    fn noise(x: u32, y: u32) -> Rgba<u8> {
        let mixed = (x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77)).wrapping_mul(0xC2B2_AE3D);
        let [r, g, b, _] = mixed.to_be_bytes();
        Rgba([r, g, b, u8::MAX])
    }

    #[test]
    fn a_large_picture_is_made_smaller_and_keeps_its_shape() {
        let drawn = redrawn(&png(&RgbaImage::from_pixel(4_096, 1_024, Rgba([9, 80, 90, 255])))).unwrap();
        assert_eq!((drawn.width, drawn.height), (2_048, 512));
        assert_eq!(media_type(&drawn.bytes), "image/png", "a plain area takes no room");
    }

    #[test]
    fn a_photograph_becomes_a_jpeg_and_what_is_see_through_stays_so() {
        let photo = RgbaImage::from_fn(300, 200, noise);
        assert_eq!(media_type(&redrawn(&png(&photo)).unwrap().bytes), "image/jpeg");
        let mut glass = photo;
        glass.put_pixel(0, 0, Rgba([0, 0, 0, 0]));
        assert_eq!(media_type(&redrawn(&png(&glass)).unwrap().bytes), "image/png");
    }

    #[test]
    fn what_a_camera_writes_beside_the_picture_is_left_out_and_the_picture_upright() {
        let mut jpeg = vec![];
        let image = DynamicImage::ImageRgba8(RgbaImage::from_fn(60, 20, noise)).to_rgb8();
        image.write_with_encoder(JpegEncoder::new(&mut jpeg)).unwrap();
        // EXIF (CIPA DC-008): one entry, orientation 6, and a remark behind it.
        let mut exif = b"\xFF\xE1\0\0Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0Riverton Station".to_vec();
        let length = u16::try_from(exif.len() - 2).unwrap().to_be_bytes();
        exif[2..4].copy_from_slice(&length);
        jpeg.splice(2..2, exif);
        let drawn = redrawn(&jpeg).unwrap();
        assert_eq!((drawn.width, drawn.height), (20, 60));
        assert!(!drawn.bytes.windows(8).any(|bytes| bytes == b"Riverton"));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let refused = |bytes: &[u8]| redrawn(bytes).err();
        assert_eq!(refused(b""), Some(NoPicture::Kind));
        assert_eq!(
            refused(b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"),
            Some(NoPicture::Kind)
        );
        assert_eq!(refused(b"GIF89a\x01\0\x01\0\0\0\0;"), Some(NoPicture::Kind));
        assert_eq!(refused(b"%PDF-1.7"), Some(NoPicture::Kind));
        let whole = png(&RgbaImage::from_fn(64, 64, noise));
        assert_eq!(refused(&whole[..whole.len() / 2]), Some(NoPicture::Broken));
    }

    /// What such a file says about itself is believed before it is unpacked.
    #[test]
    fn a_picture_of_far_too_many_pixels_is_refused_before_it_is_unpacked() {
        let mut bomb = png(&RgbaImage::new(1, 1));
        bomb[16..24].copy_from_slice(&[0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10]);
        let sum = crc32(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&sum.to_be_bytes());
        assert_eq!(redrawn(&bomb).err(), Some(NoPicture::Size));
    }

    /// The check of a PNG chunk (RFC 2083, 15).
    fn crc32(bytes: &[u8]) -> u32 {
        let bit = |sum: u32, _| if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 };
        !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), bit))
    }
}
